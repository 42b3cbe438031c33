const NOTES_HZ = [660, 880] as const;
const NOTE_S = 0.18;
const VOLUME = 0.4;

/** Two soft notes. Silent until somebody has touched the page: browsers allow no sound before. */
export function twoNotes(): void {
  const Context = window.AudioContext as typeof AudioContext | undefined;
  if (Context === undefined) return;
  const context = new Context();
  NOTES_HZ.forEach((frequency, at) => {
    const start = context.currentTime + at * NOTE_S;
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
    gain.gain.linearRampToValueAtTime(0, start + NOTE_S);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + NOTE_S);
    if (at === NOTES_HZ.length - 1) tone.onended = () => void context.close();
  });
}
