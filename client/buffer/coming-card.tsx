import { useState } from 'react';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useLookup } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { Button } from '../ui/button.js';
import { Select } from '../ui/field.js';
import { Glyph } from '../ui/glyph.js';
import { fetchImpact } from './api.js';
import { CallOff } from './call-off.js';
import { AgentName } from './names.js';
import { NotThere } from './not-there.js';
import { usePosts } from './posts.js';
import { type Doing, useDoing } from './use-doing.js';

/** Agreed and not begun: when, where, who takes over, and what it still waits for. */
export function ComingCard({ buffer }: { buffer: BufferView }) {
  const t = useT();
  const formats = useFormats();
  const doing = useDoing();
  const [isCalling, setCalling] = useState(false);
  return (
    <article className="buf-card is-small">
      <header className="row">
        <h3>
          <AgentName id={buffer.agentId} />
        </h3>
        <span className="grow" />
        <span className="s12">
          {formats.time(buffer.startAt)} → {formats.time(buffer.endAt)}
        </span>
      </header>
      <p className="s12 t2">{useStateText(buffer)}</p>
      {buffer.state !== 'deferred' && <Post buffer={buffer} doing={doing} />}
      {buffer.cover !== 'not-needed' && <Cover buffer={buffer} doing={doing} />}
      {doing.failure !== null && (
        <p className="row buf-failed" role="alert">
          <Glyph name="octagon" />
          <span className="grow">{doing.failure}</span>
        </p>
      )}
      <p className="row">
        <Button size="small" kind="quiet" disabled={doing.run === null} onClick={() => setCalling(true)}>
          {t('buf.callOff')}
        </Button>
      </p>
      {isCalling && <CallOff buffer={buffer} run={doing.run} onClose={() => setCalling(false)} />}
    </article>
  );
}

function useStateText(buffer: BufferView): string {
  const t = useT();
  const formats = useFormats();
  switch (buffer.state) {
    case 'deferred':
      return buffer.blockedUntil == null ? t('buf.deferred') : t('buf.blocked', { time: formats.time(buffer.blockedUntil) });
    case 'scheduled':
      return buffer.isLeaving ? t('buf.leaving') : t('buf.scheduled', { by: formats.time(buffer.confirmBy) });
    default:
      return t('buf.arranging', { by: formats.time(buffer.arrangeBy) });
  }
}

function Post({ buffer, doing }: { buffer: BufferView; doing: Doing }) {
  const t = useT();
  const formats = useFormats();
  const posts = usePosts();
  const value = buffer.post ?? '';
  return (
    <div className="row s12 buf-post">
      <span>{t('buf.post')}</span>
      <Select
        label={t('buf.post')}
        value={value}
        disabled={doing.run === null}
        options={[
          ...(value === '' ? [{ value: '', label: t('buf.post.none') }] : []),
          ...posts.map((post) => ({ value: post.code, label: formats.name(post) })),
        ]}
        onChange={(code) => code !== '' && doing.run?.({ type: 'buffer.assign-post', bufferId: buffer.id, post: code })}
      />
    </div>
  );
}

/** Who was asked and has not answered, who said yes. Who said no is told to nobody. */
function Cover({ buffer, doing }: { buffer: BufferView; doing: Doing }) {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  const asked = buffer.askedIds.flatMap((id) => lookup('agent', id) ?? []).map((agent) => formats.name(agent));
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="s12">
      {buffer.partnerId != null ? (
        <p className="row">
          <Glyph name="tick" size="sm" />
          {t('buf.cover.found')} <AgentName id={buffer.partnerId} />
        </p>
      ) : (
        <p className="row">
          <Glyph name={buffer.cover === 'sought' ? 'spinner' : 'dashes'} size="sm" />
          <span className="grow">
            {t(`buf.cover.${buffer.cover}`)} {formats.list(asked)}
          </span>
          {buffer.state === 'arranging' && !isAsking && (
            <Button size="small" onClick={() => setAsking(true)}>
              {t('buf.cover.askMore')}
            </Button>
          )}
        </p>
      )}
      {isAsking && <Candidates buffer={buffer} doing={doing} />}
    </div>
  );
}

/** Colleagues who could take over, the best first: only that they can, nothing about them. */
function Candidates({ buffer, doing }: { buffer: BufferView; doing: Doing }) {
  const t = useT();
  const { value, error, again } = useFetched(`${buffer.id}|${buffer.startAt}`, (signal) => fetchImpact(buffer.id, signal));
  if (value === null) return <NotThere text={t('buf.impact.failed')} error={error} again={again} />;
  const free = value.candidates.filter(({ agentId }) => !buffer.askedIds.includes(agentId));
  if (free.length === 0) return <p>{t('buf.cover.nobody')}</p>;
  return (
    <ul className="buf-candidates">
      {free.slice(0, 6).map(({ agentId, isOnShift }) => (
        <li key={agentId} className="row">
          <Glyph name={isOnShift ? 'ring-dot' : 'dashes'} size="sm" />
          <span className="grow">
            <AgentName id={agentId} /> <span className="t3">{t(isOnShift ? 'buf.cover.onShift' : 'buf.cover.offShift')}</span>
          </span>
          <Button
            size="small"
            disabled={doing.run === null}
            onClick={() => doing.run?.({ type: 'buffer.ask-cover', bufferId: buffer.id, agentIds: [agentId] })}
          >
            {t('buf.cover.ask')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
