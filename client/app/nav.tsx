import { Link } from '@tanstack/react-router';
import { HeartHandshake } from 'lucide-react';
import type { BufferView } from '../../shared/protocol/buffer-views.js';
import type { Me } from '../../shared/protocol/http.js';
import type { CaseView } from '../../shared/protocol/views.js';
import { isToDecide, isToReview } from '../buffer/groups.js';
import { useT } from '../i18n/provider.js';
import { useContactCalls } from '../live/contact-calls.js';
import { useCollection } from '../live/hooks.js';
import { Badge } from '../ui/feedback.js';
import { Glyph, Waterline } from '../ui/glyph.js';

/** How many cases are past their time: seen from every page. */
function LateCases() {
  const t = useT();
  const late = useCollection('case', countLate);
  return late === 0 ? null : (
    <Badge hot>
      {late}
      <span className="sr"> {t('app.lateCases', { n: late })}</span>
    </Badge>
  );
}

const countLate = (all: ReadonlyMap<string, CaseView>) =>
  [...all.values()].filter(({ isOverdue, closedAt }) => isOverdue && closedAt == null).length;

/** Buffer shifts that somebody has to decide about, and people who need relief now: the latter in the colour of an alarm. */
function ToArrange({ userId }: { userId: string }) {
  const t = useT();
  const waiting = useCollection('buffer', (all) => countToArrange(all, userId));
  const reliefs = useCollection('relief', (all) => all.size);
  const n = waiting + reliefs;
  return n === 0 ? null : (
    <Badge hot={reliefs > 0}>
      {n}
      <span className="sr"> {t('app.toArrange', { n })}</span>
    </Badge>
  );
}

const countToArrange = (all: ReadonlyMap<string, BufferView>, userId: string) =>
  [...all.values()].filter((buffer) => isToDecide(buffer) || isToReview(buffer, userId)).length;

/** The wellbeing contact's alone: how many wait for a call, on every page. */
function ToCall() {
  const t = useT();
  const { isContact, calls } = useContactCalls();
  if (isContact !== true) return null;
  return (
    <Link to="/wellbeing" activeProps={{ 'aria-current': 'page' }}>
      <HeartHandshake className="i lg" aria-hidden="true" />
      {t('app.care')}
      {calls.length > 0 && (
        <Badge hot={calls.some(({ because }) => because === 'crisis')}>
          {calls.length}
          <span className="sr"> {t('app.toCall', { n: calls.length })}</span>
        </Badge>
      )}
    </Link>
  );
}

/** Only what works, and only what this person may open. */
export function Nav({ me, onTvLinks }: { me: Me; onTvLinks: () => void }) {
  const t = useT();
  return (
    <nav className="nav" aria-label={t('app.nav')}>
      <div className="mark">
        <Waterline />
      </div>
      {me.role !== 'agent' && (
        <Link to="/floor" search={{}} activeProps={{ 'aria-current': 'page' }}>
          <Glyph name="lanes" size="lg" />
          {t('app.floor')}
        </Link>
      )}
      <Link to="/escalations" search={{}} activeProps={{ 'aria-current': 'page' }}>
        <Glyph name="steps" size="lg" />
        {t('app.escalations')}
        <LateCases />
      </Link>
      {me.role !== 'agent' && (
        <Link to="/roster" search={{}} activeProps={{ 'aria-current': 'page' }}>
          <Glyph name="shifts" size="lg" />
          {t('app.roster')}
        </Link>
      )}
      {(me.role === 'lead' || me.role === 'supervisor') && (
        <Link to="/buffer" activeProps={{ 'aria-current': 'page' }}>
          <Glyph name="waves" size="lg" />
          {t('app.buffer')}
          <ToArrange userId={me.userId} />
        </Link>
      )}
      <ToCall />
      {(me.role === 'agent' || me.agentId !== null) && (
        <Link to="/me" activeProps={{ 'aria-current': 'page' }}>
          <Glyph name="headset" size="lg" />
          {t('app.mine')}
        </Link>
      )}
      {(me.role === 'supervisor' || me.role === 'admin') && (
        <button type="button" className="nav-item" onClick={onTvLinks}>
          <Glyph name="screen" size="lg" />
          {t('app.tv')}
        </button>
      )}
    </nav>
  );
}
