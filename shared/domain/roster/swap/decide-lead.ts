import type { CommandOf } from '../../commands.js';
import { type Ask, type Decision, refuse } from '../../deed.js';
import { reachesAgent } from '../../policy.js';
import type { Rejection } from '../../rejection.js';
import type { SiteState } from '../../site.js';
import type { Swap } from '../duty.js';
import type { Override } from '../inputs.js';
import { approved, closed, conflict, rechecked } from './decide-ask.js';
import { isSwapOpen } from './open.js';
import { checkNow } from './settle.js';
import type { SwapCheck } from './words.js';

/** Where a guard is not green, a lead of both or a supervisor decides, by name and with a reason. No is possible at any time. */
export function decideSwapDecide(site: Readonly<SiteState>, command: CommandOf<'swap.decide'>, ask: Ask): Decision {
  const swap = site.swaps.get(command.swapId);
  if (swap === undefined) return refuse('not-found', { field: 'swapId' });
  if (!mayDecide(site, swap, ask)) return refuse('not-permitted');
  if (!isSwapOpen(swap)) return refuse('too-late');
  if (!command.approved) return closed(swap, 'rejected', ask);
  if (swap.state !== 'checking') return refuse('wrong-state', { detail: swap.state });
  const checked = checkNow(site, swap, ask);
  if (checked === null) return conflict(swap, swap, ask);
  if (!checked.ok) return checked;
  const open = stillOpen(site, swap);
  if (open !== undefined) return { ok: false, error: open };
  const red = checked.value.checks.filter(({ ok }) => !ok);
  if (red.some((check) => isNews(swap, check))) return rechecked(swap, checked.value, ask);
  const missing = red.map((check) => missingOverride(site, check, command.override)).find((one) => one !== undefined);
  if (missing !== undefined) return { ok: false, error: missing };
  return approved(site, swap, checked.value, red.length === 0 ? undefined : command.override?.reason, ask);
}

/** Nobody decides about their own shifts. */
function mayDecide(site: Readonly<SiteState>, swap: Swap, { context: { by }, relation }: Ask): boolean {
  const both = [swap.agentId, swap.toAgentId].filter((id) => id !== undefined);
  return both.every((id) => id !== by.agentId && reachesAgent(site, by, relation, id));
}

/** Red now, and not when it was looked at last. */
const isNews = ({ checks }: Swap, { code, agentId, rules }: SwapCheck): boolean => {
  const known = checks.find((one) => one.code === code && one.agentId === agentId);
  return known === undefined || known.ok || (rules ?? []).some((rule) => known.rules?.includes(rule) !== true);
};

/** Others may have taken the last place meanwhile. */
function stillOpen(site: Readonly<SiteState>, { openShiftId }: Swap): Rejection | undefined {
  const open = openShiftId === undefined ? undefined : site.openShifts.get(openShiftId);
  return open !== undefined && open.takenBy.length >= open.places ? { code: 'too-late' } : undefined;
}

function missingOverride(site: Readonly<SiteState>, check: SwapCheck, override: Override | undefined): Rejection | undefined {
  const named = new Set(override?.rules);
  switch (check.code) {
    case 'labour': {
      const missing = (check.rules ?? []).filter((rule) => !named.has(rule));
      return missing.length === 0 ? undefined : { code: 'labour-warning', detail: missing.join(', ') };
    }
    case 'coverage': {
      const queue = check.gap && site.queues.get(check.gap.queueId);
      return named.has('coverage') ? undefined : { code: 'not-covered', ...(queue === undefined ? {} : { detail: queue.name }) };
    }
    default:
      return named.has('notice') ? undefined : { code: 'notice-too-short' };
  }
}
