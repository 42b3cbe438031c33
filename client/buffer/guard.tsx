import type { QueueImpact } from '../../shared/protocol/buffer-http.js';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchImpact } from './api.js';
import { AgentName } from './names.js';
import { NotThere } from './not-there.js';

const MOST_BARS = 12;

/** Who would be on the phones if the chosen request were approved, against who is needed and who must stay. */
export function Guard({ buffer }: { buffer: BufferView | undefined }) {
  const t = useT();
  const { value, error, again } = useFetched(buffer === undefined ? null : `${buffer.id}|${buffer.wantedAt}`, (signal) =>
    fetchImpact(buffer?.id ?? '', signal),
  );
  if (buffer === undefined) return <p className="buf-none">{t('buf.guard.none')}</p>;
  if (value === null || value.bufferId !== buffer.id)
    return <NotThere text={t('buf.impact.failed')} error={value === null ? error : null} again={again} />;
  const worst = value.queues[0];
  return (
    <>
      <p className="buf-guard-of s12">
        <AgentName id={buffer.agentId} />
      </p>
      {worst === undefined ? <p className="buf-none">{t('buf.effect.none')}</p> : <Bars queue={worst} />}
      <dl className="buf-room">
        <div>
          <dt>{t('buf.room')}</dt>
          <dd>{t('buf.room.of', { away: value.away, most: value.mostAway })}</dd>
        </div>
        <div>
          <dt>{t('buf.mostMore')}</dt>
          <dd>{value.mostMore}</dd>
        </div>
      </dl>
      <h3>{t('buf.posts')}</h3>
      <ul className="buf-posts">
        {value.posts.map((post) => (
          <PostLine key={post.code} post={post} />
        ))}
      </ul>
    </>
  );
}

function PostLine({ post }: { post: { name: string; nameEn: string | null; free: number | null } }) {
  const t = useT();
  const formats = useFormats();
  return (
    <li>
      <span>{formats.name(post)}</span>
      <span className="t2">{post.free === null ? t('buf.post.unlimited') : t('buf.post.free', { n: post.free })}</span>
    </li>
  );
}

function Bars({ queue }: { queue: QueueImpact }) {
  const t = useT();
  const formats = useFormats();
  const intervals = thinned(queue.intervals);
  const top = Math.max(1, ...intervals.flatMap(({ before, needed, least }) => [before, needed, least]));
  const height = (value: number) => `${((value / top) * 100).toFixed(1)}%`;
  return (
    <figure className="buf-guard" aria-label={t('buf.guard.label', { queue: formats.name(queue) })}>
      <figcaption>{formats.name(queue)}</figcaption>
      <div className="buf-bars" aria-hidden="true">
        {intervals.map(({ startAt, before, after, needed, least }) => (
          <div key={startAt}>
            <div className="buf-bar">
              <i className="is-before" style={{ height: height(before) }} />
              <i className={after < least ? 'is-after is-low' : 'is-after'} style={{ height: height(after) }} />
              <b className="is-needed" style={{ bottom: height(needed) }} />
              <b className="is-least" style={{ bottom: height(least) }} />
            </div>
            <small>{formats.time(startAt)}</small>
            <small className={after < least ? 'c-breach' : after < needed ? 'c-watch' : undefined}>
              {formats.signed(Math.round(after - needed) + 0)}
            </small>
          </div>
        ))}
      </div>
      <table className="sr">
        <thead>
          <tr>
            <th>{t('buf.guard.from')}</th>
            <th>{t('buf.guard.after')}</th>
            <th>{t('buf.guard.needed')}</th>
            <th>{t('buf.guard.least')}</th>
          </tr>
        </thead>
        <tbody>
          {intervals.map(({ startAt, after, needed, least }) => (
            <tr key={startAt}>
              <td>{formats.time(startAt)}</td>
              <td>{formats.number(after)}</td>
              <td>{formats.number(needed)}</td>
              <td>{formats.number(least)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="row s12 t3 buf-legend" aria-hidden="true">
        <i className="is-after" /> {t('buf.guard.after')} <i className="is-before" /> {t('buf.guard.leaving')} <b /> {t('buf.guard.needed')}{' '}
        <b className="is-least" /> {t('buf.guard.least')}
      </p>
    </figure>
  );
}

/** As many as are legible: of some quarter-hours the one with the least to spare. */
function thinned(intervals: QueueImpact['intervals']): QueueImpact['intervals'] {
  const size = Math.max(1, Math.ceil(intervals.length / MOST_BARS));
  if (size === 1) return intervals;
  const kept: QueueImpact['intervals'] = [];
  for (let at = 0; at < intervals.length; at += size) {
    const group = intervals.slice(at, at + size);
    kept.push(group.reduce((worst, one) => (one.after - one.needed < worst.after - worst.needed ? one : worst)));
  }
  return kept;
}
