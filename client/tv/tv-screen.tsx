import './tv.css';
import { useEffect, useState } from 'react';
import { type Me, meSchema } from '../../shared/protocol/http.js';
import { useLanguage, useT, ZoneProvider } from '../i18n/provider.js';
import { type ApiError, request } from '../live/api.js';
import { useConnection, useSite } from '../live/hooks.js';
import { LiveProvider } from '../live/provider.js';
import { takeToken } from './token.js';
import { TvMessage } from './tv-message.js';
import { useWakeLock } from './use-wake-lock.js';
import { Wall } from './wall.js';

type Entry = { readonly state: 'asking' } | { readonly state: 'open' } | { readonly state: 'closed'; readonly error: ApiError };

/** A server that does not answer is asked again: nobody stands beside a screen on the wall. */
const ASK_AGAIN_MS = 5_000;

/**
 * The wall: numbers to be read from across the room. A link carries its token in the fragment, which no server log sees; it is
 * swapped for this device's cookie and taken out of the address.
 */
export function TvScreen() {
  const [token] = useState(() => takeToken(window.location, window.history));
  const { entry, close } = useEntry(token);
  useTvRoot();
  useWakeLock();
  switch (entry.state) {
    case 'asking':
      return <TvMessage what="asking" />;
    case 'closed':
      return (
        <TvMessage
          what={
            entry.error.code === 'unreachable' || entry.error.code === 'unavailable'
              ? 'unreachable'
              : token === null
                ? 'no-link'
                : 'link-ended'
          }
        />
      );
    case 'open':
      return (
        <LiveProvider>
          <OpenWall onSignedOut={close} />
        </LiveProvider>
      );
  }
}

function OpenWall({ onSignedOut }: { onSignedOut: () => void }) {
  const t = useT();
  const site = useSite();
  const connection = useConnection();
  useEffect(() => {
    document.title = `${t('tv.title')} · ${t('common.product')}`;
  }, [t]);
  useEffect(() => {
    if (connection.state === 'signed-out') onSignedOut();
  }, [connection.state, onSignedOut]);
  return (
    <ZoneProvider timeZone={site?.timeZone ?? 'UTC'}>
      <Wall />
    </ZoneProvider>
  );
}

/** With a token: a session of this device. Without: whoever is signed in here may look, or a device that was let in before. */
function useEntry(token: string | null): { entry: Entry; close: () => void } {
  const [entry, setEntry] = useState<Entry>({ state: 'asking' });
  const [attempt, setAttempt] = useState(0);
  const { setLanguage } = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again; a change of language does not
  useEffect(() => {
    let timer: number | undefined;
    let left = false;
    void ask(token).then((answer) => {
      if (left) return;
      if (answer.ok) {
        const language = new URLSearchParams(window.location.search).get('lang');
        if (language === 'en' || language === 'zh') setLanguage(language === 'en' ? 'en' : 'zh-CN');
        return setEntry({ state: 'open' });
      }
      setEntry({ state: 'closed', error: answer.error });
      const passing = answer.error.code === 'unreachable' || answer.error.code === 'unavailable';
      if (passing) timer = window.setTimeout(() => setAttempt((n) => n + 1), ASK_AGAIN_MS);
    });
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [token, attempt]);
  const close = () => setEntry({ state: 'closed', error: { code: 'not-signed-in', fields: [], retryAfterMs: null } });
  return { entry, close };
}

const ask = (token: string | null) =>
  token === null
    ? request<Me>('/me', { answer: meSchema })
    : request<Me>('/tv/session', { method: 'POST', body: { token }, answer: meSchema });

/** Every size on the wall follows the screen's height, up to 4K; always dark, whatever this browser was told. */
function useTvRoot(): void {
  useEffect(() => {
    const root = document.documentElement;
    const theme = root.dataset.theme;
    root.classList.add('tv-root');
    root.dataset.theme = 'dark';
    return () => {
      root.classList.remove('tv-root');
      if (theme !== undefined) root.dataset.theme = theme;
    };
  }, []);
}
