import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, grant, refuse } from '../../deed.js';
import { entityKey, type SiteState } from '../../site.js';
import type { Action } from '../action.js';
import { conflictWith, openActionsOf, sourceRefuses } from '../calls/guards.js';
import { askNow, isAsked } from './request.js';

/** Asks a source for its whole truth. */
export function decideResync(site: Readonly<SiteState>, { source, alertId }: CommandOf<'source.resync'>, ask: Ask): Decision {
  if (!site.sources.has(source)) return refuse('not-found');
  const first = askedResync(site, source);
  if (first !== undefined) return { ok: false, error: conflictWith(first) };
  const problem = sourceRefuses(site, source, 'resync');
  if (problem !== undefined) return { ok: false, error: problem };
  return grant({
    on: {},
    detail: { what: source },
    ...(alertId === undefined ? {} : { alertId }),
    next: askNow({ op: 'resync' }, source, ask.context.now),
    reads: [entityKey('source', source)],
  });
}

/** Somebody waits for this source's whole truth. */
export function askedResync(site: Readonly<SiteState>, source: string): Action | undefined {
  for (const action of openActionsOf(site)) {
    if (action.effect?.op === 'resync' && action.source === source && isAsked(action)) return action;
  }
  return undefined;
}
