import { randomBytes } from 'node:crypto';
import { type Actor, COMMIT_VERSION } from '../../shared/domain/commit.js';
import { entitiesOf } from '../../shared/domain/entities.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Fact } from '../../shared/domain/facts.js';
import type { EntityKey, SiteState } from '../../shared/domain/site.js';
import type { SiteConfig } from '../../shared/domain/site-config.js';
import type { CommitId, Epoch } from '../../shared/kernel/ids.js';
import { epochMs } from '../../shared/kernel/time.js';
import type { LogEntry, SiteLog } from '../log/log.js';
import { absorbBatch } from '../site/batch.js';
import { Fold } from '../site/fold.js';

/** Facts that are absorbed at a time: as many as a connector might deliver under load. */
const BATCH_FACTS = 500;

/**
 * A site for one replay: facts are absorbed, appended to a log and folded from what comes back, as on a node that serves.
 * Nobody else writes to it, so that an append which is refused is a fault.
 */
export class ReplaySite {
  private readonly fold = new Fold();
  private readonly log: SiteLog;
  private readonly onEntry: (entry: LogEntry) => void;
  private epoch = '' as Epoch;
  private commits = 0;
  private readonly run = randomBytes(6).toString('hex');

  constructor(log: SiteLog, onEntry: (entry: LogEntry) => void) {
    this.log = log;
    this.onEntry = onEntry;
  }

  get state(): Readonly<SiteState> {
    return this.fold.state;
  }

  async open(config: SiteConfig): Promise<void> {
    this.epoch = (await this.log.open()).epoch;
    await this.append([{ type: 'site.configured', occurredAt: epochMs(0), config }], [], { kind: 'operator' }, 'configure');
  }

  async absorb(facts: readonly Fact[], source: string): Promise<void> {
    let rest = facts;
    while (rest.length > 0) {
      const batch = absorbBatch(this.fold.state, rest.slice(0, BATCH_FACTS), source);
      if (batch.events.length > 0) await this.append(batch.events, batch.reads, { kind: 'connector', source }, 'facts');
      const taken = new Set(batch.taken);
      rest = rest.filter((_, place) => !taken.has(place));
    }
  }

  private async append(events: DomainEvent[], reads: readonly EntityKey[], by: Actor, cause: string): Promise<void> {
    this.commits += 1;
    const id = `replay/${this.run}/${this.commits}` as CommitId;
    const touches = [...new Set(events.flatMap(entitiesOf))];
    const answer = await this.log.append({
      epoch: this.epoch,
      commit: { v: COMMIT_VERSION, id, by, cause, events },
      readAt: this.fold.position,
      reads,
      touches,
    });
    if (answer.outcome !== 'appended') throw new Error(`the replay's own log did not take a commit: ${JSON.stringify(answer)}`);
    for await (const page of this.log.read(this.fold.position)) {
      for (const entry of page) {
        if (!('commit' in entry)) throw new Error(`the replay's own log can't be read at ${entry.position}: ${entry.problem}`);
        this.fold.apply([entry]);
        this.onEntry(entry);
      }
    }
  }
}
