import { unreachable } from '../../shared/kernel/unreachable.js';
import type { Why } from '../../shared/metrics/suggest.js';
import type { QueueView } from '../../shared/protocol/views.js';
import type { Formats, Translate } from '../i18n/provider.js';

export interface WhyWords {
  readonly t: Translate;
  readonly formats: Formats;
  readonly queue: (id: string) => QueueView | undefined;
}

/** A reason in a few words; null for what the row shows by itself: ready or wrapping up, and since when. */
export function whyText(why: Why, { t, formats, queue }: WhyWords): string | null {
  switch (why.code) {
    case 'ready':
    case 'wrap-up':
      return null;
    case 'serves':
      return why.penalty === 0 ? t('floor.why.serves') : t('floor.why.servesLater', { penalty: why.penalty });
    case 'does-not-serve':
      return t('floor.why.doesNotServe');
    case 'gives': {
      const known = queue(why.queueId);
      const name =
        known === undefined
          ? t('floor.why.otherQueue')
          : formats.language === 'en'
            ? (known.code ?? formats.name(known))
            : formats.name(known);
      return why.readyBefore === why.readyAfter
        ? t('floor.why.givesNone', { queue: name, ready: why.readyAfter })
        : t('floor.why.gives', { queue: name, before: why.readyBefore, after: why.readyAfter });
    }
    case 'declined':
      return t('floor.why.declined', { count: why.count });
    case 'lent':
      return t('floor.why.lent', { count: why.count });
    case 'queue-busy':
      return t('floor.why.queueBusy', { share: formats.percent(why.ratio, 0) });
    default:
      return unreachable(why);
  }
}

/** In the order in which they matter to whoever chooses: what speaks against it first. */
const ORDER: readonly Why['code'][] = ['declined', 'serves', 'does-not-serve', 'gives', 'lent', 'queue-busy'];

export const whyTexts = (all: readonly Why[], words: WhyWords): string[] =>
  [...all].sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code)).flatMap((why) => whyText(why, words) ?? []);
