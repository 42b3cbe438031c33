import { playTones } from '../ui/tones.js';

/** Three beats of a soft tone, as a headset rings. */
const BEAT_S = 0.25;
const GAP_S = 0.2;
const TONE_HZ = 520;
const REPEAT_MS = 3_000;
const BEATS = [0, 1, 2].map((beat) => ({ hz: TONE_HZ, afterS: beat * (BEAT_S + GAP_S), forS: BEAT_S }));

/** Rings until told to stop. Where a page may make no sound yet, the notice remains. */
export function ring(): () => void {
  let quiet = playTones(BEATS);
  const timer = window.setInterval(() => {
    quiet = playTones(BEATS);
  }, REPEAT_MS);
  return () => {
    window.clearInterval(timer);
    quiet();
  };
}

/** A notice of the desktop while the page is not looked at. Answers what takes it away. */
export function notify(title: string, body: string): () => void {
  const Notice = window.Notification as typeof Notification | undefined;
  if (Notice === undefined || Notice.permission !== 'granted' || document.visibilityState === 'visible') return () => {};
  const notice = new Notice(title, { body, tag: 'breakwater-offer' });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
  return () => notice.close();
}

/** Whether asking for desktop notices still makes sense. */
export const canAskForNotices = (): boolean => (window.Notification as typeof Notification | undefined)?.permission === 'default';
