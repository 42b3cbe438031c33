import type { QueueView } from '../../shared/protocol/views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useCollection } from '../live/hooks.js';
import { KeyCap } from '../ui/feedback.js';

/** Another queue to choose: those with most people to spare first. `except`: the one a call waits in. */
export function QueueChoice(props: { except: string | null; picked: string | null; text: string; onPick: (id: QueueView['id']) => void }) {
  const t = useT();
  const formats = useFormats();
  const queues = useQueueChoices(props.except, props.text);
  if (queues.length === 0) return <p className="floor-note">{t('floor.act.noQueue')}</p>;
  return (
    <div className="floor-cands" role="listbox" aria-label={t('floor.act.queues')}>
      {queues.map((queue, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the panel's
        <div
          key={queue.id}
          role="option"
          aria-selected={queue.id === props.picked}
          tabIndex={-1}
          className="floor-cand is-queue"
          onClick={() => props.onPick(queue.id)}
        >
          {at < 9 ? <KeyCap>{at + 1}</KeyCap> : <span />}
          <span className="nm el">{formats.name(queue)}</span>
          <span className="fit el">{t('floor.act.queueFit', { waiting: queue.waiting, ready: queue.ready })}</span>
        </div>
      ))}
    </div>
  );
}

const MOST_SHOWN = 8;

export interface QueueOption {
  readonly id: QueueView['id'];
  readonly name: string;
  readonly nameEn: string | null;
  readonly waiting: number;
  readonly ready: number;
}

/** Those that the text is in; without one, the ones with most people to spare. */
export function useQueueChoices(except: string | null, text: string): readonly QueueOption[] {
  return useCollection(
    'queue',
    (all) => {
      const wanted = text.trim().toLowerCase();
      return [...all.values()]
        .filter((queue) => queue.id !== except && !queue.removed && matches(queue, wanted))
        .sort((a, b) => spare(b) - spare(a) || a.order - b.order)
        .slice(0, MOST_SHOWN)
        .map(({ id, name, nameEn, waiting, agents }) => ({ id, name, nameEn: nameEn ?? null, waiting, ready: agents.ready }));
    },
    (a, b) => JSON.stringify(a) === JSON.stringify(b),
  );
}

const spare = ({ waiting, agents }: QueueView) => agents.ready - waiting;
const matches = ({ name, nameEn, code }: QueueView, text: string) =>
  text === '' || [name, nameEn, code].some((each) => each?.toLowerCase().includes(text));
