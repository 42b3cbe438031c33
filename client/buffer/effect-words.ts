import type { BufferCheck } from '../../shared/domain/buffer/words.js';
import type { Heading } from '../../shared/domain/roster/words.js';
import type { QueueImpact } from '../../shared/protocol/buffer-http.js';
import type { Formats, Translate } from '../i18n/provider.js';

/** What is known of the effect: from the answer to our own question, else from the check that came with the request. */
export interface Effect {
  readonly queue: { readonly name: string; readonly nameEn?: string | null | undefined } | null;
  readonly until: number;
  readonly serviceLevelBefore: number | null;
  readonly serviceLevelAfter: number | null;
  readonly extraAbandons: number;
  readonly occupancyBefore: number | null;
  readonly occupancyAfter: number | null;
  readonly isStaffOk: boolean;
  readonly isEstimate: boolean;
  /** Of a check that came with the request it is not known any more. */
  readonly heading: Heading | null;
  readonly firstAmberAt: number | null;
  readonly firstRedAt: number | null;
}

export const effectOfCheck = (check: BufferCheck): Effect => ({
  ...check,
  queue: check.queueName ?? null,
  heading: null,
  firstAmberAt: check.firstAmberAt ?? null,
  firstRedAt: check.firstRedAt ?? null,
});

export const effectOfQueue = (queue: QueueImpact, until: number): Effect => ({ ...queue, queue, until });

/** The effect in sentences: service level, callers who give up, those who stay, and the first half-hour in danger. */
export function effectSentences(t: Translate, formats: Formats, effect: Effect): readonly string[] {
  const percent = (ratio: number | null) => formats.percent(ratio, 0);
  if (effect.queue === null) return [t('buf.effect.none')];
  const queue = formats.name(effect.queue);
  const until = formats.time(effect.until);
  const [before, after] = [percent(effect.serviceLevelBefore), percent(effect.serviceLevelAfter)];
  const [busy, busier] = [percent(effect.occupancyBefore), percent(effect.occupancyAfter)];
  const sentences = [
    before === after ? t('buf.effect.same', { queue, level: after, until }) : t('buf.effect.level', { queue, before, after, until }),
    effect.extraAbandons < 0.5 ? t('buf.effect.noAbandons') : t('buf.effect.abandons', { n: Math.round(effect.extraAbandons) }),
    busy === busier ? t('buf.effect.occupancySame', { occupancy: busier }) : t('buf.effect.occupancy', { before: busy, after: busier }),
  ];
  if (effect.firstRedAt !== null) sentences.push(t('buf.effect.redFrom', { time: formats.time(effect.firstRedAt) }));
  else if (effect.firstAmberAt !== null) sentences.push(t('buf.effect.amberFrom', { time: formats.time(effect.firstAmberAt) }));
  if (!effect.isStaffOk) sentences.push(t('buf.effect.least'));
  if (effect.isEstimate) sentences.push(t('buf.effect.estimate'));
  if (effect.heading !== null) {
    const { factor, low, high } = effect.heading;
    sentences.push(t('buf.effect.heading', { share: percent(factor), low: percent(low), high: percent(high) }));
  }
  return sentences;
}
