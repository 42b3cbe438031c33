import type { Texts } from '../language.js';

export const appMessages = {} as const satisfies Texts;
