import { useState } from 'react';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { KeyCap, Skeleton, Tag } from '../ui/feedback.js';
import { Glyph } from '../ui/glyph.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { fetchImpact } from './api.js';
import { NotPossible } from './decline.js';
import { effectOfCheck, effectOfQueue, effectSentences } from './effect-words.js';
import { AgentName, TeamOf } from './names.js';
import { NotThere } from './not-there.js';
import { Reason } from './reason.js';
import { choicesFor, type StartOption } from './starts.js';
import { useDoing } from './use-doing.js';
import { VerdictMark } from './verdict-mark.js';

interface Props {
  readonly buffer: BufferView;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** One request: what it would do to the customers, and the starts to approve. Of the agent it says nothing but the name. */
export function RequestCard({ buffer, isChosen, onChoose }: Props) {
  const t = useT();
  const formats = useFormats();
  const doing = useDoing();
  const [isDeclining, setDeclining] = useState(false);
  const { value: impact, error, again } = useFetched(`${buffer.id}|${buffer.wantedAt}`, (signal) => fetchImpact(buffer.id, signal));
  const worst = impact?.queues[0];
  const effect =
    impact !== null && worst !== undefined ? effectOfQueue(worst, impact.endAt) : buffer.check != null ? effectOfCheck(buffer.check) : null;
  const options = choicesFor(buffer, impact);
  const approve = (option: StartOption) =>
    doing.run?.({
      type: 'buffer.decide',
      bufferId: buffer.id,
      decision: option.isWanted ? { kind: 'approve' } : { kind: 'other-start', startAt: option.startAt as EpochMs },
    });
  const best = options.find(({ isBest }) => isBest);
  return (
    <article className="buf-card" tabIndex={-1} data-item={buffer.id} aria-current={isChosen || undefined} onFocus={onChoose}>
      <header className="row">
        <h3>
          <AgentName id={buffer.agentId} />
        </h3>
        <span className="t2">
          <TeamOf id={buffer.agentId} />
        </span>
        <span className="grow" />
        <span className="t3 s12">{t('buf.asked', { at: formats.time(buffer.requestedAt), length: formats.prose(buffer.lengthMs) })}</span>
      </header>
      <p className="s12 t2">
        {buffer.proposedStartAt == null
          ? t('buf.silence.approves', { by: formats.time(buffer.decideBy) })
          : t('buf.silence.commits', { by: formats.time(buffer.decideBy), start: formats.time(buffer.proposedStartAt) })}
      </p>
      {(buffer.isThird || !buffer.mayDecline) && (
        <p className="row">
          {buffer.isThird && <Tag>{t('buf.third')}</Tag>}
          {!buffer.mayDecline && <Tag>{t('buf.protected')}</Tag>}
        </p>
      )}
      <Reason buffer={buffer} />
      {effect === null ? (
        <Skeleton height={40} />
      ) : (
        <ul className="buf-effect">
          {effectSentences(t, formats, effect).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {impact !== null && impact.queues.length > 0 && <li>{t('buf.effect.more', { n: impact.mostMore })}</li>}
        </ul>
      )}
      {error !== null && impact === null && <NotThere text={t('buf.impact.failed')} error={error} again={again} />}
      <ul className="buf-starts">
        {options.map((option) => (
          <li key={option.startAt} className={option.isBest && option.verdict === 'green' ? 'is-best' : undefined}>
            <b>{option.isWanted && option.startAt <= buffer.requestedAt ? t('buf.now') : formats.time(option.startAt)}</b>
            <span className="grow">
              <VerdictMark verdict={option.verdict} />
            </span>
            <Button
              size="small"
              kind={option.isBest ? 'primary' : 'secondary'}
              disabled={doing.run === null}
              onClick={() => approve(option)}
            >
              {t(option.verdict === 'green' ? 'buf.approve' : 'buf.approveAnyway')}
              {option.isBest && isChosen && <KeyCap>Y</KeyCap>}
            </Button>
          </li>
        ))}
      </ul>
      {doing.failure !== null && (
        <p className="row buf-failed" role="alert">
          <Glyph name="octagon" />
          <span className="grow">{doing.failure}</span>
        </p>
      )}
      {buffer.mayDecline && (
        <p className="row">
          <Button size="small" kind="quiet" disabled={doing.run === null} onClick={() => setDeclining(true)}>
            {t('buf.notPossible')} {isChosen && <KeyCap>X</KeyCap>}
          </Button>
        </p>
      )}
      {isDeclining && <NotPossible buffer={buffer} run={doing.run} onClose={() => setDeclining(false)} />}
      {isChosen && (
        <CardKeys onBest={best === undefined ? null : () => approve(best)} onOther={buffer.mayDecline ? () => setDeclining(true) : null} />
      )}
    </article>
  );
}

/** Only the chosen card has keys. */
function CardKeys({ onBest, onOther }: { onBest: (() => void) | null; onOther: (() => void) | null }) {
  const t = useT();
  useShortcuts(t('buf.keys.request'), [
    ...(onBest === null ? [] : [{ keys: 'y', label: t('buf.keys.best'), run: onBest }]),
    ...(onOther === null ? [] : [{ keys: 'x', label: t('buf.keys.other'), run: onOther }]),
  ]);
  return null;
}
