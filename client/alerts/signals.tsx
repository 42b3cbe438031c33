import { useEffect, useRef, useState } from 'react';
import type { AlertView } from '../../shared/protocol/views.js';
import { useT } from '../i18n/provider.js';
import { Button } from '../ui/button.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { alertTitle } from './alert-text.js';
import { twoNotes } from './sound.js';
import { useAlertText, useLoudAlerts } from './use-alerts.js';

/** Once when it is new, and once more when nobody touched it for this long (DESIGN.md section 8). */
const AGAIN_AFTER_MS = 120_000;
const MUTED_FOR_MS = 1_800_000;

/** New critical alerts are heard, stand in the tab's title, and reach who looks elsewhere. `M` is silence for half an hour. */
export function AlertSignals() {
  const t = useT();
  const loud = useLoudAlerts();
  const [mutedUntil, setMutedUntil] = useState(0);
  const isMuted = mutedUntil > Date.now();
  useTitleCount(loud.length);
  useSound(loud, isMuted);
  useEffect(() => {
    if (!isMuted) return;
    const timer = window.setTimeout(() => setMutedUntil(0), mutedUntil - Date.now());
    return () => window.clearTimeout(timer);
  }, [isMuted, mutedUntil]);
  const toggle = () => setMutedUntil((until) => (until > Date.now() ? 0 : Date.now() + MUTED_FOR_MS));
  useShortcuts(t('alert.keys'), [{ keys: 'm', label: t('alert.mute'), run: toggle }]);
  return isMuted ? (
    <Button size="small" className="alert-muted" onClick={toggle}>
      {t('alert.muted')}
    </Button>
  ) : null;
}

function useTitleCount(count: number): void {
  useEffect(() => {
    const plain = document.title.replace(/^\(\d+\) /, '');
    document.title = count === 0 ? plain : `(${count}) ${plain}`;
  }, [count]);
}

function useSound(loud: readonly AlertView[], isMuted: boolean): void {
  const tools = useAlertText();
  const told = useRef(new Map<string, number>());
  useEffect(() => {
    const now = Date.now();
    const ids = new Set<string>(loud.map(({ id }) => id));
    for (const id of told.current.keys()) if (!ids.has(id)) told.current.delete(id);
    const fresh = loud.filter(({ id }) => !told.current.has(id));
    for (const { id } of fresh) told.current.set(id, now);
    const [first] = fresh;
    if (first === undefined || isMuted) return;
    twoNotes();
    notice(alertTitle(first, tools));
  }, [loud, isMuted, tools]);
  useEffect(() => {
    if (loud.length === 0 || isMuted) return;
    const timer = window.setInterval(() => {
      const now = Date.now();
      const untouched = [...told.current].filter(([, at]) => now - at >= AGAIN_AFTER_MS);
      if (untouched.length === 0) return;
      // Once more, and no third time.
      for (const [id] of untouched) told.current.set(id, Number.POSITIVE_INFINITY);
      twoNotes();
    }, 5_000);
    return () => window.clearInterval(timer);
  }, [loud, isMuted]);
}

function notice(title: string): void {
  const Notice = window.Notification as typeof Notification | undefined;
  if (Notice === undefined || Notice.permission !== 'granted' || document.hasFocus()) return;
  const shown = new Notice(title, { tag: 'breakwater-alert' });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}
