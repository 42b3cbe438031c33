import { type AlertRule, alertRuleSchema } from '../../../shared/domain/alert/rule.js';
import { type Dwells, decideChanges, look, type Measuring, type Reading } from '../../../shared/domain/alert/watch.js';
import type { CommandOf } from '../../../shared/domain/commands.js';
import { decide } from '../../../shared/domain/decide.js';
import type { DomainEvent } from '../../../shared/domain/events.js';
import type { Actor } from '../../../shared/domain/policy.js';
import type { SiteState } from '../../../shared/domain/site.js';
import type { CommitId } from '../../../shared/kernel/ids.js';
import { queueIdOf } from '../../../shared/kernel/ids.js';
import { at, queueSeen, SOURCE, testFloor } from '../../support/floor.js';

export const SALES = queueIdOf(SOURCE, 'sales');
export const supervisor: Actor = { userId: 'u-min', name: '周敏', role: 'supervisor', teamIds: [] };
export const colleague: Actor = { userId: 'u-he', name: '何建平', role: 'supervisor', teamIds: [] };

/** From 10 on it warns, from 20 on it is critical; 5 s to come, 15 s to go. */
export const waitingRule = (more: object = {}): AlertRule =>
  alertRuleSchema.parse({
    id: 'r-waiting',
    name: '排队过多',
    enabled: true,
    subject: 'queue',
    metric: 'waiting',
    bad: 'above',
    warn: 10,
    critical: 20,
    ...more,
  });

/** A floor with two queues, a rule, and a watcher that is told the values. */
export function alertFloor(rule: AlertRule = waitingRule()) {
  const floor = testFloor();
  floor.tell(queueSeen(0, 'sales'), queueSeen(0, 'vip'));
  const fold = (events: readonly DomainEvent[]) => {
    for (const event of events) floor.fold(event);
    return events;
  };
  fold([{ type: 'rule.set', occurredAt: at(0), rule }]);
  let values: Readonly<Record<string, number | null>> = {};
  let frozen = false;
  let commands = 0;
  const measuring: Measuring = {
    measure: (site, { metric }) => {
      const readings = new Map<string, Reading>();
      if (frozen || metric !== rule.metric) return readings;
      for (const queue of site.queues.values()) {
        const value = values[queue.key];
        if (value === undefined || queue.removed) continue;
        readings.set(queue.id, { subject: { kind: 'queue', id: queue.id, queueId: queue.id }, value, evidence: { waiting: 3 } });
      }
      return readings;
    },
    isFrozen: () => frozen,
  };
  return {
    ...floor,
    fold,
    measuring,
    setFrozen: (is: boolean) => {
      frozen = is;
    },
    open: () => [...floor.site.alerts.values()].filter((alert) => alert.clearedAt === undefined),
    /** A watcher of its own, as each node has one. */
    watcher() {
      let dwells: Dwells = new Map();
      const see = (seconds: number, seen: Record<string, number | null>) => {
        values = seen;
        const looked = look(floor.site, measuring, dwells, at(seconds));
        dwells = looked.dwells;
        return looked.changes;
      };
      return {
        see,
        dwells: () => dwells,
        /** Looks, and appends what follows. */
        tick(seconds: number, seen: Record<string, number | null>) {
          return fold(decideChanges(floor.site, see(seconds, seen), measuring, at(seconds)).events);
        },
      };
    },
    ask(
      seconds: number,
      command: CommandOf<'alert.acknowledge' | 'alert.snooze' | 'alert.take' | 'rule.set' | 'rule.remove'>,
      by = supervisor,
    ) {
      const commitId = `test/alerts/${++commands}` as CommitId;
      const decided = decide(floor.site as SiteState, command, { now: at(seconds), commitId, by, person: () => undefined });
      if (decided.ok) fold(decided.value.events);
      return decided;
    },
  };
}
export type AlertFloor = ReturnType<typeof alertFloor>;
