import type { SwapView } from '../../shared/protocol/views.js';
import type { Formats, Translate } from '../i18n/provider.js';

interface Span {
  readonly startAt: number;
  readonly endAt: number;
}
export const dayAndTime = (formats: Formats, { startAt, endAt }: Span): string =>
  `${formats.date(startAt)} ${formats.time(startAt)}–${formats.time(endAt)}`;

/** What a request comes to, as the one reads it who asked, or who is asked. */
export function swapText(t: Translate, formats: Formats, swap: SwapView, isMine: boolean): string {
  const name = isMine ? (swap.toAgentName ?? t('swaps.anybody')) : swap.agentName;
  const side = isMine ? 'mine' : 'theirs';
  const gives = swap.span ?? swap.gives;
  const given = gives == null ? '' : dayAndTime(formats, gives);
  const taken = swap.takes == null ? '' : dayAndTime(formats, swap.takes);
  switch (swap.kind) {
    case 'swap':
      return t(`swaps.what.swap.${side}`, { name, given, taken });
    case 'give':
      return t(`swaps.what.give.${side}`, { name, given });
    case 'partial':
      return t(`swaps.what.partial.${side}`, { name, given });
    case 'pickup':
      return t('swaps.what.pickup', { taken });
    case 'ot':
      return t('swaps.what.ot', { taken });
    case 'vto':
      return t('swaps.what.vto', { given });
  }
}
