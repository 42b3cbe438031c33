import type { Texts } from '../language.js';

export const agentMessages = {} as const satisfies Texts;
