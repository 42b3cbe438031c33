/** One soft tone: its pitch, when it begins after now, and how long it lasts. */
export interface Tone {
  readonly hz: number;
  readonly afterS: number;
  readonly forS: number;
}

const VOLUME = 0.4;
/** A tone that begins at full strength clicks. */
const SWELL_S = 0.02;

/**
 * Plays a few tones. Silent until somebody has touched the page: browsers allow no sound before. Answers what ends them at once.
 */
export function playTones(tones: readonly Tone[]): () => void {
  const Context = window.AudioContext as typeof AudioContext | undefined;
  if (Context === undefined) return () => {};
  const context = new Context();
  const end = () => {
    if (context.state !== 'closed') void context.close();
  };
  for (const { hz, afterS, forS } of tones) {
    const start = context.currentTime + afterS;
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = hz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(VOLUME, start + SWELL_S);
    gain.gain.linearRampToValueAtTime(0, start + forS);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + forS);
    // The last one takes the context with it.
    if (afterS + forS >= Math.max(...tones.map((each) => each.afterS + each.forS))) tone.onended = end;
  }
  return end;
}
