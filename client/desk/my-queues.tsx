import type { QueueId } from '../../shared/kernel/ids.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';

/** How many wait in each queue that I serve. */
export function MyQueues({ queueIds }: { queueIds: readonly QueueId[] }) {
  const t = useT();
  return (
    <section className="mine-part" aria-label={t('desk.queues')}>
      <h3>{t('desk.queues')}</h3>
      {queueIds.length === 0 ? (
        <p className="t3">{t('desk.noQueues')}</p>
      ) : (
        <ul className="mine-queues">
          {queueIds.map((queueId) => (
            <QueueLine key={queueId} queueId={queueId} />
          ))}
        </ul>
      )}
    </section>
  );
}

function QueueLine({ queueId }: { queueId: QueueId }) {
  const t = useT();
  const formats = useFormats();
  const queue = useEntity('queue', queueId);
  if (queue === undefined || queue.removed) return null;
  return (
    <li>
      <span className="el">{formats.name(queue)}</span>
      <span className={queue.waiting === 0 ? 't3' : 'b'}>{t('desk.waiting', { n: queue.waiting })}</span>
    </li>
  );
}
