import type { AlertEvent } from '../events.js';
import type { EvolveContext, SiteState, Touched } from '../site.js';

export function evolveAlert(_site: SiteState, _event: AlertEvent, _context: EvolveContext, _touched: Touched): void {}
