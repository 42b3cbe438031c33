import type { SheetPerson } from '../../shared/protocol/roster-http.js';
import { useFormats } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';

/** What somebody serves first, in three letters where the queue has them. */
export function QueueCode({ id }: { id: SheetPerson['queueIds'][number] | undefined }) {
  const formats = useFormats();
  const queue = useEntity('queue', id);
  if (queue === undefined) return null;
  return <span className="rs-queue el">{queue.code ?? formats.name(queue)}</span>;
}
