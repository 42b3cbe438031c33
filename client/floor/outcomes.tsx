import type { ActionId } from '../../shared/kernel/ids.js';
import type { CommandAnswer } from '../../shared/protocol/messages.js';
import { type Translate, useT } from '../i18n/provider.js';
import { useCommand, useLookup } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { ActLine } from './act-log.js';
import { sendMany } from './many.js';
import { useIsLocked } from './may.js';
import { answerText } from './use-act.js';

/** One of several commands of one decision, and what came of it. */
export interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly state: 'waiting' | 'accepted' | 'refused' | 'unsent';
  /** Where what comes of it shows. */
  readonly actionId?: ActionId;
  readonly refusal?: string;
}

export function outcomeOf(t: Translate, answer: CommandAnswer): Pick<Outcome, 'state' | 'actionId' | 'refusal'> {
  if (answer.outcome === 'accepted') return { state: 'accepted', actionId: answer.actionId };
  return { state: 'refused', refusal: answerText(t, answer) ?? '' };
}

/** Each with its outcome, told as it comes; those that can be taken back, one by one or all. */
export function Outcomes({ outcomes, withUndoAll = false }: { outcomes: readonly Outcome[]; withUndoAll?: boolean }) {
  const t = useT();
  const answered = outcomes.filter(({ state }) => state === 'accepted' || state === 'refused').length;
  const sent = outcomes.filter(({ state }) => state !== 'unsent').length;
  return (
    <section className="floor-ds floor-act-log">
      <h3>
        <span role="status">{t('floor.many.progress', { done: answered, all: sent })}</span>
        {withUndoAll && <UndoAll outcomes={outcomes} />}
      </h3>
      <progress
        className="floor-progress"
        value={answered}
        max={Math.max(1, sent)}
        aria-label={t('floor.many.progress', { done: answered, all: sent })}
      />
      <ul className="floor-list">
        {outcomes.map((outcome) =>
          outcome.actionId === undefined ? (
            <Plain key={outcome.id} outcome={outcome} />
          ) : (
            <ActLine key={outcome.id} id={outcome.actionId} title={outcome.title} fallback={<Plain outcome={outcome} />} />
          ),
        )}
      </ul>
    </section>
  );
}

/** One without an action to show: not answered, not sent, refused; or accepted, with the action still on its way to this screen. */
function Plain({ outcome }: { outcome: Outcome }) {
  const t = useT();
  const { state, refusal, title } = outcome;
  const tone = state === 'refused' ? 'fail' : state === 'unsent' ? 'undone' : 'pending';
  return (
    <li className={`floor-rcx is-${tone}`}>
      <Glyph name={tone === 'fail' ? 'octagon' : tone === 'undone' ? 'dashes' : 'spinner'} size="sm" />
      <b>{title}</b>
      <p>{refusal ?? t(state === 'unsent' ? 'floor.many.unsent' : 'floor.many.waiting')}</p>
    </li>
  );
}

function UndoAll({ outcomes }: { outcomes: readonly Outcome[] }) {
  const t = useT();
  const send = useCommand();
  const lookup = useLookup();
  const isLocked = useIsLocked();
  const actionIds = outcomes.flatMap(({ actionId }) => actionId ?? []);
  if (actionIds.length < 2) return null;
  const undo = () => {
    const undoable = actionIds.filter((id) => {
      const action = lookup('action', id);
      return action?.undo != null && action.undoneBy == null;
    });
    void sendMany({
      items: undoable,
      send: (actionId) => send({ type: 'action.undo', actionId }),
      onAnswer: () => {},
      isStopped: () => false,
    });
  };
  return (
    <Button size="small" kind="quiet" className="floor-right" disabled={isLocked} onClick={undo}>
      {t('floor.many.undoAll')}
    </Button>
  );
}
