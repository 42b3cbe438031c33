import { useT } from '../i18n/provider.js';
import { Tag } from '../ui/feedback.js';

const KNOWN = ['gold', 'silver', 'platinum', 'black', 'corporate', 'corp', 'vip'] as const;

/** A customer's tier: the usual ones in the language read, others in the source's own word. */
export function TierTag({ tier, strong = false }: { tier: string | null | undefined; strong?: boolean }) {
  const t = useT();
  if (!tier) return null;
  const known = KNOWN.find((one) => one === tier.toLowerCase());
  return <Tag strong={strong}>{known ? t(`floor.tier.${known}`) : tier}</Tag>;
}
