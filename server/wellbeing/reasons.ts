import { decideOpening } from '../../shared/domain/buffer/opening.js';
import type { Person } from '../../shared/domain/person.js';
import type { Actor } from '../../shared/domain/policy.js';
import type { SiteState } from '../../shared/domain/site.js';
import type { AgentId, BufferId, CommitId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { PrivateWords } from '../private/words.js';
import type { Proposal, ProposalOutcome } from '../site/site.js';

export interface ReasonsDeps {
  readonly words: PrivateWords;
  readonly site: () => Readonly<SiteState>;
  readonly siteNow: () => EpochMs;
  propose(proposal: Proposal): Promise<ProposalOutcome>;
  person(userId: string): Person | undefined;
  newCommitId(): CommitId;
}

export type Opened = { readonly text: string } | 'nothing' | 'not-written-down';

/** Why somebody asked: for themselves, and for whom they let. */
export class Reasons {
  readonly #deps: ReasonsDeps;

  constructor(deps: ReasonsDeps) {
    this.#deps = deps;
  }

  /** For who decides: that it was opened is in the log before a word of it is told. */
  async open(bufferId: BufferId, by: Actor): Promise<Opened> {
    const { site, siteNow, propose, newCommitId, words } = this.#deps;
    const opening = decideOpening(site(), bufferId, by, siteNow());
    const agentId = site().buffers.get(bufferId)?.agentId;
    if (opening === undefined || agentId === undefined) return 'nothing';
    const kept = await words.read(opening.ref);
    // What somebody else wrote is nobody's reason, whoever named it.
    if (kept === null || this.#deps.person(kept.userId)?.agentId !== agentId) return 'nothing';
    if (opening.events.length === 0) return { text: kept.text };
    const { outcome } = await propose({
      id: newCommitId(),
      by: { kind: 'user', userId: by.userId },
      cause: 'buffer.open-reason',
      decide: (state) => decideOpening(state, bufferId, by, siteNow()) ?? { events: [], reads: [] },
    });
    if (outcome === 'not-confirmed') return 'not-written-down';
    // Nothing to write down: another node just did, or it is not shared any more.
    const isOpen = outcome === 'accepted' || decideOpening(site(), bufferId, by, siteNow())?.events.length === 0;
    return isOpen ? { text: kept.text } : 'nothing';
  }

  /** The agent's own; null: there is none, or it is erased. */
  async own(bufferId: BufferId, agentId: AgentId, userId: string): Promise<string | null> {
    const ref = this.#ownRef(bufferId, agentId);
    const kept = ref === undefined ? null : await this.#deps.words.read(ref);
    return kept?.userId === userId ? kept.text : null;
  }

  async erase(bufferId: BufferId, agentId: AgentId, userId: string): Promise<boolean> {
    const ref = this.#ownRef(bufferId, agentId);
    return ref !== undefined && this.#deps.words.takeBack(ref, userId);
  }

  #ownRef(bufferId: BufferId, agentId: AgentId) {
    return this.#deps.site().bufferRecords.findLast((record) => record.bufferId === bufferId && record.agentId === agentId)?.reasonRef;
  }
}
