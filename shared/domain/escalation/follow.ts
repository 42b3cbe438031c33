import type { EpochMs } from '../../kernel/time.js';
import type { DomainEvent } from '../events.js';
import type { SiteState } from '../site.js';

export function caseConsequences(_site: Readonly<SiteState>, _events: readonly DomainEvent[], _now: EpochMs): DomainEvent[] {
  return [];
}
