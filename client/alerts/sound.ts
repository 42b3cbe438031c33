import { playTones } from '../ui/tones.js';

const NOTE_S = 0.18;
const NOTES_HZ = [660, 880] as const;

/** Two soft notes. */
export const twoNotes = (): void => void playTones(NOTES_HZ.map((hz, at) => ({ hz, afterS: at * NOTE_S, forS: NOTE_S })));
