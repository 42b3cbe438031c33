import type { SwapView } from '../../shared/protocol/views.js';
import { shallowEqual, useCollection } from '../live/hooks.js';

/** How much it would leave a queue short: what hurts most is looked at first. */
export const shortBy = ({ checks }: SwapView): number =>
  Math.max(0, ...checks.flatMap(({ gap }) => (gap == null || gap.required === null ? [] : [gap.required - gap.after])));

const isOpen = ({ closedAt }: SwapView) => closedAt == null;
const byImpact = (a: SwapView, b: SwapView) => shortBy(b) - shortBy(a) || a.askedAt - b.askedAt;

const toDecide = (all: ReadonlyMap<string, SwapView>) =>
  [...all.values()].filter((one) => isOpen(one) && one.state === 'checking').sort(byImpact);
const underWay = (all: ReadonlyMap<string, SwapView>) =>
  [...all.values()].filter((one) => isOpen(one) && one.state !== 'checking').sort((a, b) => a.expiresAt - b.expiresAt);

/** Both sides agree, and a guard is not green: somebody who leads them decides. */
export const useSwapsToDecide = (): readonly SwapView[] => useCollection('swap', toDecide, shallowEqual);
/** Still between the people themselves. */
export const useSwapsUnderWay = (): readonly SwapView[] => useCollection('swap', underWay, shallowEqual);
