import './buffer.css';
import { useState } from 'react';
import { bufferMessages } from '../i18n/messages/buffer.js';
import { useT } from '../i18n/provider.js';
import { Texts } from '../i18n/texts.js';
import { useConnection, useHasView } from '../live/hooks.js';
import { Skeleton } from '../ui/feedback.js';
import { useShortcuts } from '../ui/shortcuts.js';
import { AwayTable } from './away-table.js';
import { ComingCard } from './coming-card.js';
import type { Groups } from './groups.js';
import { Guard } from './guard.js';
import { PostsProvider } from './posts.js';
import { Reliefs } from './relief.js';
import { RequestCard } from './request-card.js';
import { Returned } from './returned.js';
import { ReviewCard } from './review-card.js';
import { TeamStrain } from './team-strain.js';
import { Timeline } from './timeline.js';
import { Totals } from './totals.js';
import { useGroups } from './use-groups.js';

/** Buffer shifts, for those who decide: what is asked, who is away, and what the floor can bear. */
export function BufferScreen() {
  return (
    <Texts of={bufferMessages}>
      <PostsProvider>
        <BufferPage />
      </PostsProvider>
    </Texts>
  );
}

function BufferPage() {
  const t = useT();
  const isKnown = useHasView();
  const isLocked = useConnection().state === 'stale';
  const groups = useGroups();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = groups.toDecide.find(({ id }) => id === chosenId) ?? groups.toDecide[0];
  useShortcuts(t('buf.keys'), [
    { keys: 'j', label: t('buf.keys.next'), run: () => moveCard(1) },
    { keys: 'k', label: t('buf.keys.previous'), run: () => moveCard(-1) },
    { keys: 'n', label: t('buf.keys.nudge'), run: () => document.querySelector<HTMLElement>('.buf [data-nudge]')?.click() },
  ]);
  if (!isKnown) return <Loading />;
  return (
    <div className={isLocked ? 'buf is-stale' : 'buf'}>
      <section className="buf-col" aria-label={t('buf.arrange')} data-region="" tabIndex={-1}>
        <Reliefs />
        <header className="buf-h">
          <h2>
            {t('buf.arrange')} {groups.toDecide.length + groups.toReview.length}
          </h2>
          <span className="t3 s12">{t('buf.arrange.what')}</span>
        </header>
        {groups.toDecide.map((buffer) => (
          <RequestCard key={buffer.id} buffer={buffer} isChosen={buffer.id === chosen?.id} onChoose={() => setChosenId(buffer.id)} />
        ))}
        {groups.toReview.map((buffer) => (
          <ReviewCard key={buffer.id} buffer={buffer} />
        ))}
        {groups.toDecide.length + groups.toReview.length === 0 && <p className="buf-none">{t('buf.arrange.none')}</p>}
        <Coming groups={groups} />
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="buf-col" aria-label={t('buf.away')} data-region="" tabIndex={0}>
        <header className="buf-h">
          <h2>
            {t('buf.away')} {groups.away.length}
          </h2>
          <span className="t3 s12">{t('buf.away.what')}</span>
        </header>
        <AwayTable buffers={groups.away} />
        <header className="buf-h">
          <h2>
            {t('buf.returned')} {groups.returned.length}
          </h2>
        </header>
        <Returned buffers={groups.returned} />
        <header className="buf-h">
          <h2>{t('buf.today')}</h2>
          <span className="t3 s12">{t('buf.today.what')}</span>
        </header>
        <Timeline buffers={[...groups.returned, ...groups.away, ...groups.coming]} />
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="buf-col" aria-label={t('buf.guard')} data-region="" tabIndex={0}>
        <header className="buf-h">
          <h2>{t('buf.guard')}</h2>
          <span className="t3 s12">{t('buf.guard.what')}</span>
        </header>
        <div className="buf-in">
          <Guard buffer={chosen} />
          <TeamStrain />
          <p className="t3 s12 buf-promise">{t('buf.promise')}</p>
        </div>
      </section>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="buf-foot" aria-label={t('buf.totals.all')} data-region="" tabIndex={0}>
        <Totals />
      </section>
    </div>
  );
}

function Coming({ groups }: { groups: Groups }) {
  const t = useT();
  if (groups.coming.length === 0) return null;
  return (
    <>
      <header className="buf-h">
        <h2>
          {t('buf.coming')} {groups.coming.length}
        </h2>
      </header>
      {groups.coming.map((buffer) => (
        <ComingCard key={buffer.id} buffer={buffer} />
      ))}
    </>
  );
}

function Loading() {
  const t = useT();
  return (
    <div className="buf" aria-busy="true">
      <span className="sr" role="status">
        {t('common.loading')}
      </span>
      {['a', 'b', 'c'].map((column) => (
        <div key={column} className="buf-col">
          <div className="buf-in">
            <Skeleton height={80} />
            <Skeleton height={80} />
          </div>
        </div>
      ))}
    </div>
  );
}

/** From request to request. */
function moveCard(by: 1 | -1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('.buf [data-item]')];
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  cards[here === -1 ? 0 : Math.max(0, Math.min(cards.length - 1, here + by))]?.focus();
}
