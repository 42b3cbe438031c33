import type { Texts } from '../language.js';

export const tvMessages = {} as const satisfies Texts;
