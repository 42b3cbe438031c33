import type { CaseEvent, DomainEvent } from '../events.js';
import type { EvolveContext, SiteState, Touched } from '../site.js';

export const isCaseEvent = (event: DomainEvent): event is CaseEvent => event.type.startsWith('case.');

export function evolveCase(_site: SiteState, _event: CaseEvent, _context: EvolveContext, _touched: Touched): void {}
