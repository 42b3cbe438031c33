import type { Command } from '../../shared/domain/commands.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { isOver } from '../actions/my-actions.js';
import { useFormats, useT } from '../i18n/provider.js';
import { agentLook, stateLook } from '../i18n/state-look.js';
import { useElapsedMs, useEntity, useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { useDeskCommand } from './desk-actions.js';
import { FailedChanges, useOwnChanges } from './own-changes.js';
import { SignIn } from './sign-in.js';

const IN_CONTACT: ReadonlySet<AgentView['state']> = new Set(['talking', 'holding', 'ringing', 'dialing']);
/** Reasons that an agent chooses by themself; the first is a button of its own. */
const REASONS = ['MEAL', 'TRAINING', 'MEETING', 'COACHING', 'BACKOFFICE', 'ADMIN', 'PERSONAL'] as const;
type Reason = (typeof REASONS)[number] | 'BREAK';

/** What I do now, since when, what is pending, and the buttons that change it. No timer turns red here. */
export function MyState({ agent }: { agent: AgentView }) {
  const t = useT();
  const formats = useFormats();
  const elapsedMs = useElapsedMs(agent.since);
  const now = useSiteNow();
  const look = agentLook(agent);
  const changes = useOwnChanges(agent.id);
  return (
    <section className="mine-now" aria-label={t('desk.state')}>
      <div className="row">
        <span className={look.tone}>
          <Glyph name={look.glyph} />
        </span>
        <div className="grow">
          <h2>{look.ownWord ?? t(look.key)}</h2>
          <p className="t3">{formats.name(agent)}</p>
        </div>
        <time className="mine-timer">{formats.duration(elapsedMs)}</time>
      </div>
      {agent.state === 'acw' && agent.acwUntil != null && now !== null && (
        <p className="t2">{t('desk.wrapUpLeft', { time: formats.duration(Math.max(0, agent.acwUntil - now)) })}</p>
      )}
      {agent.forced != null && (
        <p className="mine-told">
          {t('desk.forced', { name: agent.forced.byName, reason: agent.forced.reason })} {t('desk.forced.note')}
        </p>
      )}
      <Pending agent={agent} />
      <FailedChanges changes={changes} />
      {agent.state === 'logged-out' ? <SignIn agent={agent} isUnderWay={changes.some((one) => !isOver(one))} /> : <Buttons agent={agent} />}
    </section>
  );
}

function Pending({ agent }: { agent: AgentView }) {
  const t = useT();
  const run = useDeskCommand();
  const { pending } = agent;
  if (pending == null) return null;
  const look = agentLook({ state: pending.to, reasonCode: pending.reasonCode });
  return (
    <p className="mine-told row">
      <Glyph name="spinner" />
      <span className="grow">
        {t('desk.pending', { state: look.ownWord ?? t(look.key) })} {pending.forced && t('desk.pending.by', { name: pending.byName })}
      </span>
      <Button size="small" disabled={run === null} onClick={() => run?.({ type: 'agent.cancel-pending', agentId: agent.id })}>
        {t('desk.pending.cancel')}
      </Button>
    </p>
  );
}

function Buttons({ agent }: { agent: AgentView }) {
  const t = useT();
  const run = useDeskCommand();
  const source = useEntity('source', agent.source);
  if (agent.state === 'unreachable') return null;
  const isBusy = IN_CONTACT.has(agent.state);
  const when = isBusy ? 'after-call' : 'now';
  const pause = (reasonCode: Reason): Command => ({
    type: 'agent.set-state',
    agentId: agent.id,
    to: { state: 'not-ready', reasonCode },
    when,
  });
  const isPaused = agent.state === 'not-ready';
  const can = (op: 'end-wrap-up' | 'sign-out') => source?.can.includes(op) === true;
  return (
    <fieldset className="mine-states">
      <legend className="sr">{t('desk.set.states')}</legend>
      <Button
        disabled={run === null || agent.state === 'ready'}
        aria-pressed={agent.state === 'ready'}
        onClick={() => run?.({ type: 'agent.set-state', agentId: agent.id, to: { state: 'ready' }, when })}
      >
        <Glyph name={stateLook('ready').glyph} />
        {t('desk.set.ready')}
      </Button>
      {agent.state === 'acw' && can('end-wrap-up') && (
        <Button disabled={run === null} onClick={() => run?.({ type: 'agent.end-wrap-up', agentId: agent.id })}>
          <Glyph name="pencil" />
          {t('desk.set.endWrapUp')}
        </Button>
      )}
      <Button
        disabled={run === null || (isPaused && agent.reasonCode === 'BREAK')}
        aria-pressed={isPaused && agent.reasonCode === 'BREAK'}
        onClick={() => run?.(pause('BREAK'))}
      >
        <Glyph name="bars" />
        {t('desk.set.pause')}
      </Button>
      <select
        aria-label={t('desk.set.more')}
        disabled={run === null}
        value=""
        onChange={(event) => {
          const reason = REASONS.find((one) => one === event.target.value);
          if (reason !== undefined) run?.(pause(reason));
        }}
      >
        <option value="">{t('desk.set.more')}</option>
        {REASONS.map((reason) => {
          const look = agentLook({ state: 'not-ready', reasonCode: reason });
          return (
            <option key={reason} value={reason}>
              {look.ownWord ?? t(look.key)}
            </option>
          );
        })}
      </select>
      {can('sign-out') && (
        <Button kind="quiet" disabled={run === null} onClick={() => run?.({ type: 'agent.sign-out', agentId: agent.id, when })}>
          <Glyph name="dashes" />
          {t('desk.set.signOut')}
        </Button>
      )}
      {isBusy && <p className="t3">{t('desk.set.afterCall')}</p>}
    </fieldset>
  );
}
