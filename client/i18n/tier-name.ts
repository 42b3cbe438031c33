import type { Translate } from './provider.js';

const KNOWN = ['gold', 'silver', 'platinum', 'black', 'corporate', 'corp', 'vip'] as const;

/** A customer's tier: the usual ones in the language read, others in the source's own word. */
export function tierName(t: Translate, tier: string): string {
  const known = KNOWN.find((one) => one === tier.toLowerCase());
  return known ? t(`floor.tier.${known}`) : tier;
}
