import type { Result } from '../kernel/result.js';
import type { EpochMs } from '../kernel/time.js';
import { unreachable } from '../kernel/unreachable.js';
import type { Command } from './commands.js';
import type { DomainEvent } from './events.js';
import { type EntityKey, SITE_ENTITY, type SiteState } from './site.js';

/** Who asks. `operator`: the site's own start-up and its command line, on the machine itself. */
export interface DecideContext {
  readonly now: EpochMs;
  readonly role: 'agent' | 'lead' | 'supervisor' | 'admin' | 'wall' | 'operator';
}

/** A refusal the domain expects. It is shown to a person; it is never thrown and never an error in the log. */
export type Rejection = { readonly code: 'not-permitted'; readonly needs: DecideContext['role'] } | { readonly code: 'unchanged' };

/** The events of an accepted command, and what was read to accept it. */
export interface Decided {
  readonly events: DomainEvent[];
  readonly reads: EntityKey[];
}

/** The only place where a business rule says yes or no to a wish. */
export function decide(site: Readonly<SiteState>, command: Command, context: DecideContext): Result<Decided, Rejection> {
  switch (command.type) {
    case 'site.configure': {
      if (context.role !== 'admin' && context.role !== 'operator') return refused({ code: 'not-permitted', needs: 'admin' });
      if (JSON.stringify(site.config) === JSON.stringify(command.config)) return refused({ code: 'unchanged' });
      return {
        ok: true,
        value: { events: [{ type: 'site.configured', occurredAt: context.now, config: command.config }], reads: [SITE_ENTITY] },
      };
    }
    default:
      return unreachable(command.type);
  }
}

const refused = (rejection: Rejection) => ({ ok: false as const, error: rejection });
