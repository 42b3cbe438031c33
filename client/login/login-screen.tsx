import './login.css';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Me, meSchema, type SiteInfo, siteInfoSchema } from '../../shared/protocol/http.js';
import { LANGUAGES } from '../i18n/language.js';
import { useFormats, useLanguage, useT } from '../i18n/provider.js';
import { type ApiError, request } from '../live/api.js';
import { Button } from '../ui/button.js';
import { Banner, KeyCap, Tag } from '../ui/feedback.js';
import { Field } from '../ui/field.js';
import { Glyph, Waterline } from '../ui/glyph.js';
import { Sea } from './sea.js';
import { useCountdown } from './use-countdown.js';

/** How often a server that does not answer is asked again. */
const ASK_AGAIN_MS = 5_000;

/** Signing in, in either language, before anything is known of who comes. */
export function LoginScreen({ why, onSignedIn }: { why?: 'ended' | 'password-changed' | undefined; onSignedIn: (me: Me) => void }) {
  const t = useT();
  const formats = useFormats();
  const { site, reachable } = useSiteInfo();
  useEffect(() => {
    document.title = `${t('login.signIn')} · ${t('common.product')}`;
  }, [t]);
  return (
    <div className="login">
      <header className="login-top">
        <Waterline />
        <b>{t('common.product')}</b>
        {site?.demo === true && <Tag strong>{t('common.demo')}</Tag>}
        <LanguageSwitch />
      </header>
      <main className="login-main">
        <div className="login-form">
          <h1>{t('login.title')}</h1>
          <p className="t2">{site === null ? t('login.console') : t('login.siteConsole', { site: formats.name(site) })}</p>
          {why !== undefined && <Banner kind={why === 'ended' ? 'plain' : 'back'}>{t(`login.why.${why}`)}</Banner>}
          <SignInForm site={site} onSignedIn={onSignedIn} />
          <p className="s12 t3 login-note">{t('login.note')}</p>
        </div>
        <Sea />
      </main>
      <footer className="login-foot">
        <ServiceMark reachable={reachable} />
        {site !== null && <span>v{site.version}</span>}
        <span className="right login-tv">{t('login.tv')}</span>
      </footer>
    </div>
  );
}

/** Asked until the server answers: it may just be starting. */
function useSiteInfo(): { site: SiteInfo | null; reachable: boolean | null } {
  const [info, setInfo] = useState<{ site: SiteInfo | null; reachable: boolean | null }>({ site: null, reachable: null });
  useEffect(() => {
    const stop = new AbortController();
    let timer: number | undefined;
    const ask = () => {
      request('/site', { answer: siteInfoSchema, signal: stop.signal }).then(
        (answer) => {
          if (stop.signal.aborted) return;
          if (answer.ok) return setInfo({ site: answer.value, reachable: true });
          setInfo((before) => ({ ...before, reachable: false }));
          timer = window.setTimeout(ask, ASK_AGAIN_MS);
        },
        () => {
          // Aborted: the page was left.
        },
      );
    };
    ask();
    return () => {
      stop.abort();
      window.clearTimeout(timer);
    };
  }, []);
  return info;
}

function SignInForm({ site, onSignedIn }: { site: SiteInfo | null; onSignedIn: (me: Me) => void }) {
  const t = useT();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const lockedForMs = useCountdown(error?.code === 'too-many-requests' ? (error.retryAfterMs ?? 0) : 0, error);

  const signIn = useCallback(
    async (body: { login: string; password: string }) => {
      setBusy(true);
      const answer = await request('/session', { method: 'POST', body, answer: meSchema });
      setBusy(false);
      if (answer.ok) return onSignedIn(answer.value);
      setError(answer.error);
      if (answer.error.code === 'wrong-credentials') setPassword('');
    },
    [onSignedIn],
  );

  const wrong = error?.code === 'wrong-credentials';
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && lockedForMs === 0) void signIn({ login: login.trim(), password });
        }}
      >
        {error !== null && <SignInProblem error={error} lockedForMs={lockedForMs} />}
        <Field
          ref={first}
          label={t('login.name')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={64}
          value={login}
          invalid={wrong}
          onChange={(event) => setLogin(event.target.value)}
        />
        <Field
          label={t('login.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          invalid={wrong}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button kind="primary" size="wide" type="submit" aria-disabled={busy || lockedForMs > 0}>
          {busy && <Glyph name="spinner" size="sm" />}
          {t('login.signIn')} <KeyCap>↵</KeyCap>
        </Button>
      </form>
      {site !== null && site.demoAccounts.length > 0 && (
        <DemoAccounts accounts={site.demoAccounts} disabled={busy || lockedForMs > 0} onChoose={(account) => void signIn(account)} />
      )}
    </>
  );
}

function SignInProblem({ error, lockedForMs }: { error: ApiError; lockedForMs: number }) {
  const t = useT();
  const formats = useFormats();
  switch (error.code) {
    case 'wrong-credentials':
      return <Banner kind="fail">{t('login.wrong')}</Banner>;
    case 'too-many-requests':
      return (
        <Banner kind="fail">
          {lockedForMs > 0 ? t('login.tooMany', { wait: formats.duration(lockedForMs) }) : t('login.tooManyOver')}
        </Banner>
      );
    case 'unreachable':
    case 'unavailable':
      return <Banner kind="fail">{t('login.unreachable')}</Banner>;
    default:
      return <Banner kind="fail">{t(`error.${error.code}`)}</Banner>;
  }
}

/** On an invented floor everyone may look around: one press signs in. */
function DemoAccounts(props: {
  accounts: SiteInfo['demoAccounts'];
  disabled: boolean;
  onChoose: (account: { login: string; password: string }) => void;
}) {
  const t = useT();
  return (
    <section className="login-demo" aria-label={t('login.demoAccounts')}>
      <h2>{t('login.demoAccounts')}</h2>
      <ul>
        {props.accounts.map(({ login, password, role, displayName }) => (
          <li key={login}>
            <Button disabled={props.disabled} onClick={() => props.onChoose({ login, password })}>
              {t(`role.${role}`)} <span className="t3">{displayName}</span>
            </Button>
          </li>
        ))}
      </ul>
      <p className="s12 t3">{t('login.demoPassword', { password: props.accounts[0]?.password ?? '' })}</p>
    </section>
  );
}

const LANGUAGE_NAMES = { 'zh-CN': '中文', en: 'English' } as const;

function LanguageSwitch() {
  const { language, setLanguage } = useLanguage();
  const other = LANGUAGES.find((one) => one !== language) ?? 'en';
  return (
    <button type="button" className="login-language right" lang={other} onClick={() => setLanguage(other)}>
      {LANGUAGE_NAMES[other]}
    </button>
  );
}

function ServiceMark({ reachable }: { reachable: boolean | null }) {
  const t = useT();
  if (reachable === null) return <span>{t('login.asking')}</span>;
  return (
    <span className="row" role="status">
      <Glyph name={reachable ? 'live' : 'broken-link'} size="sm" {...(reachable ? {} : { className: 'c-breach' })} />
      {reachable ? t('login.serviceNormal') : t('login.serviceGone')}
    </span>
  );
}
