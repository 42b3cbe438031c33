import type { Texts } from '../language.js';

export const loginMessages = {} as const satisfies Texts;
