/** Three beats of a soft tone, as a headset rings; quiet, and only while a page may make sound. */
const BEATS = 3;
const BEAT_S = 0.25;
const GAP_S = 0.2;
const VOLUME = 0.4;
const TONE_HZ = 520;
const REPEAT_MS = 3_000;

/** Rings until told to stop. Browsers give sound only after somebody touched the page: then it is silent, and the notice remains. */
export function ring(): () => void {
  const Context = window.AudioContext as typeof AudioContext | undefined;
  if (Context === undefined) return () => {};
  const context = new Context();
  const beats = () => {
    for (let beat = 0; beat < BEATS; beat++) {
      const start = context.currentTime + beat * (BEAT_S + GAP_S);
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = TONE_HZ;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
      gain.gain.linearRampToValueAtTime(0, start + BEAT_S);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + BEAT_S);
    }
  };
  beats();
  const timer = window.setInterval(beats, REPEAT_MS);
  return () => {
    window.clearInterval(timer);
    void context.close();
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
