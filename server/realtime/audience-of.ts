import type { Audience } from '../../shared/domain/redact.js';
import type { SiteState } from '../../shared/domain/site.js';
import { unreachable } from '../../shared/kernel/unreachable.js';
import type { Principal } from '../auth/principal.js';
import { agentOf } from '../auth/scope.js';

/** Whose eyes somebody has: by role, and for leads and agents by scope. */
export function audienceOf(principal: Principal, site: Readonly<SiteState>): Audience {
  switch (principal.role) {
    case 'supervisor':
      return { kind: 'site' };
    case 'admin':
      return { kind: 'admin' };
    case 'lead':
      return { kind: 'lead', teamIds: principal.teamIds };
    case 'agent':
      return { kind: 'agent', agentId: agentOf(principal, site)?.id ?? null };
    case 'wall':
      return { kind: 'wall' };
    default:
      return unreachable(principal.role);
  }
}
