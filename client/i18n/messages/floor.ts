import type { Texts } from '../language.js';

/** The floor screen. Keys begin with `floor.`. */
export const floorMessages = {
  'floor.title': { 'zh-CN': '现场', en: 'Floor' },
} as const satisfies Texts;
