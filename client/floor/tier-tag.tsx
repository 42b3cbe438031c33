import { useT } from '../i18n/provider.js';
import { tierName } from '../i18n/tier-name.js';
import { Tag } from '../ui/feedback.js';

export function TierTag({ tier, strong = false }: { tier: string | null | undefined; strong?: boolean }) {
  const t = useT();
  return tier ? <Tag strong={strong}>{tierName(t, tier)}</Tag> : null;
}
