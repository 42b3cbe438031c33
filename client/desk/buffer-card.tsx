import { useState } from 'react';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import type { AgentView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useSiteNow } from '../live/hooks.js';
import { Button } from '../ui/button.js';
import { Glyph } from '../ui/glyph.js';
import { BufferAway } from './buffer-away.js';
import { BufferCheckIn } from './buffer-check-in.js';
import { BufferClosed } from './buffer-closed.js';
import { useDeskCommand } from './desk-actions.js';
import { isSaid, isUnderWay, STEPS, stepOf } from './own-buffer.js';
import { usePostName } from './post-name.js';

const MINUTE_MS = 60_000;
const IN_CONTACT: ReadonlySet<AgentView['state']> = new Set(['talking', 'holding', 'ringing', 'dialing']);

/** My buffer shift, wherever it is: what has been decided, what comes next, and what I can do. Nothing here is ever red. */
export function BufferCard({ agent, buffer, onAsk }: { agent: AgentView; buffer: BufferView; onAsk: () => void }) {
  const t = useT();
  const now = useSiteNow(MINUTE_MS);
  const [read, setRead] = useState<string | null>(null);
  if (now === null || !isSaid(buffer, now) || read === buffer.id) return null;
  return (
    <section className="mine-part mine-buffer" aria-label={t('well.buffer')}>
      {isUnderWay(buffer) && <Steps buffer={buffer} />}
      <div className="mine-buffer-body" aria-live="polite">
        <Body agent={agent} buffer={buffer} onAsk={onAsk} onRead={() => setRead(buffer.id)} />
      </div>
      <Openers buffer={buffer} />
    </section>
  );
}

function Body({ agent, buffer, onAsk, onRead }: { agent: AgentView; buffer: BufferView; onAsk: () => void; onRead: () => void }) {
  switch (buffer.state) {
    case 'checking':
      return <Checking buffer={buffer} />;
    case 'deferred':
      return <Deferred buffer={buffer} />;
    case 'arranging':
      return <Arranging buffer={buffer} />;
    case 'scheduled':
      return <Scheduled agent={agent} buffer={buffer} />;
    case 'in-buffer':
      return <BufferAway buffer={buffer} />;
    case 'check-in':
      return <BufferCheckIn buffer={buffer} />;
    default:
      return <BufferClosed buffer={buffer} onAsk={onAsk} onRead={onRead} />;
  }
}

/** Ask, fit, back office, check in, return: which of them it is at. */
function Steps({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const at = STEPS.indexOf(stepOf(buffer));
  return (
    <ol className="mine-steps" aria-label={t('well.steps')}>
      {STEPS.map((step, index) => (
        <li key={step} className={index <= at ? 'is-done' : undefined} aria-current={index === at ? 'step' : undefined}>
          {t(`well.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Checking({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const by = formats.time(buffer.decideBy);
  return (
    <>
      <h2>{t('well.checking')}</h2>
      <p className="t2">
        {buffer.decideBy == null
          ? t('well.checking.now')
          : buffer.proposedStartAt == null
            ? t('well.checking.person', { by })
            : t('well.checking.later', { by, time: formats.time(buffer.proposedStartAt) })}
      </p>
      {buffer.isThird && <p className="t2">{t('well.third')}</p>}
      <Withdraw buffer={buffer} />
    </>
  );
}

function Deferred({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <h2>{t('well.deferred', { time: formats.time(buffer.startAt) })}</h2>
      <p className="t2">
        {buffer.blockedUntil == null ? t('well.deferred.what') : t('well.blocked', { time: formats.time(buffer.blockedUntil) })}
      </p>
      <Withdraw buffer={buffer} />
    </>
  );
}

function Arranging({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const post = usePostName()(buffer.post ?? buffer.wishedPost);
  const { decision } = buffer;
  return (
    <>
      <h2>{t('well.approved', { time: formats.time(buffer.startAt) })}</h2>
      <p className="t2">{decision?.byName === undefined ? t('well.approved.auto') : t('well.approved.by', { name: decision.byName })}</p>
      <ul className="mine-ticks">
        <Doing isDone={buffer.post != null}>
          {buffer.post == null ? t('well.post.sought') : t('well.post.found', { post: post ?? '' })}
        </Doing>
        {buffer.cover !== 'not-needed' && <Doing isDone={buffer.cover === 'found'}>{t(`well.cover.${buffer.cover}`)}</Doing>}
      </ul>
      {buffer.arrangeBy != null && <p className="t3">{t('well.arrangeBy', { time: formats.time(buffer.arrangeBy) })}</p>}
      <Withdraw buffer={buffer} />
    </>
  );
}

function Doing({ isDone, children }: { isDone: boolean; children: React.ReactNode }) {
  return (
    <li className="row">
      <Glyph name={isDone ? 'tick' : 'spinner'} size="sm" />
      {children}
    </li>
  );
}

function Scheduled({ agent, buffer }: { agent: AgentView; buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const run = useDeskCommand();
  const now = useSiteNow();
  const post = usePostName()(buffer.post);
  const isDue = now !== null && now >= buffer.startAt;
  const isBusy = IN_CONTACT.has(agent.state);
  return (
    <>
      <h2>{buffer.isLeaving ? t('well.leaving') : t(isDue ? 'well.ready' : 'well.scheduled', { time: formats.time(buffer.startAt) })}</h2>
      <p className="t2">
        {t('well.span', { from: formats.time(buffer.startAt), to: formats.time(buffer.endAt), post: post ?? t('well.post.rest') })}
      </p>
      {isDue && !buffer.isLeaving && (
        <Button
          kind="primary"
          size="wide"
          disabled={run === null}
          onClick={() => run?.({ type: 'buffer.confirm', bufferId: buffer.id, when: isBusy ? 'after-call' : 'now' })}
        >
          {t(isBusy ? 'well.go.afterCall' : 'well.go')}
        </Button>
      )}
      <p className="t3">{t(buffer.isLeaving ? 'well.leaving.what' : 'well.confirmBy', { time: formats.time(buffer.confirmBy) })}</p>
      <Withdraw buffer={buffer} />
    </>
  );
}

function Withdraw({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const run = useDeskCommand();
  return (
    <div className="mine-after">
      <Button kind="quiet" disabled={run === null} onClick={() => run?.({ type: 'buffer.withdraw', bufferId: buffer.id })}>
        {t('well.withdraw')}
      </Button>
    </div>
  );
}

/** Who read the reason (BS-N5); the lead sees no more of it than that it is there. */
function Openers({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  if (!buffer.hasReason) return null;
  return (
    <p className="t3 s12 mine-openers">
      {t(buffer.isReasonShared ? 'well.reason.shared' : 'well.reason.private')}{' '}
      {buffer.isReasonShared &&
        (buffer.openedBy.length === 0
          ? t('well.opened.none')
          : t('well.opened', { who: buffer.openedBy.map(({ name, at }) => `${name} ${formats.time(at)}`).join(' · ') }))}
    </p>
  );
}
