import { Link, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode } from 'react';
import { isReader } from '../../shared/domain/escalation/notice-reader.js';
import type { ReliefView } from '../../shared/protocol/buffer-views.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useContactCalls } from '../live/contact-calls.js';
import { useCollection, useLookup, useWho } from '../live/hooks.js';
import { Glyph } from '../ui/glyph.js';
import { LaterPart } from './later-part.js';

/** With the words of cases: they come when there is something to tell. */
const CaseNotices = lazy(() => import('../escalations/case-notices.js').then((module) => ({ default: module.CaseNotices })));

const bySince = (all: ReadonlyMap<string, ReliefView>) => [...all.values()].sort((a, b) => a.since - b.since);

/** Somebody is in need: over every page of those who can see to it, until they did. */
export function NeedBars({ isDecider }: { isDecider: boolean }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const relief = useReliefBar(isDecider && !path.startsWith('/buffer'));
  const calls = useCallsBar(!path.startsWith('/wellbeing'));
  const isTold = useIsTold();
  if (relief === null && calls === null && !isTold) return null;
  return (
    <div className="need-bars">
      {relief}
      {calls}
      {isTold && (
        <LaterPart>
          <CaseNotices />
        </LaterPart>
      )}
    </div>
  );
}

/** Whether there is a case that this person has to be told of. */
function useIsTold(): boolean {
  const who = useWho();
  return useCollection('case', (all) => {
    if (who === null) return false;
    for (const { notices } of all.values()) if (notices?.some((notice) => isReader(notice, who))) return true;
    return false;
  });
}

/** Somebody has to come off the phones now. */
function useReliefBar(isShown: boolean): ReactNode {
  const t = useT();
  const formats = useFormats();
  const lookup = useLookup();
  const reliefs = useCollection('relief', bySince);
  if (!isShown || reliefs.length === 0) return null;
  const names = reliefs.flatMap(({ id }) => lookup('agent', id) ?? []).map((agent) => formats.name(agent));
  return (
    <div className="need-bar" role="alert">
      <Glyph name="octagon" />
      <strong className="grow">{t('app.relief', { names: formats.list(names) })}</strong>
      <Link className="btn sm" to="/buffer">
        {t('app.relief.open')}
      </Link>
    </div>
  );
}

/** To the wellbeing contact; without names, as others read a screen over a shoulder. */
function useCallsBar(isShown: boolean): ReactNode {
  const t = useT();
  const { calls } = useContactCalls();
  if (!isShown || calls.length === 0) return null;
  return (
    <div className="need-bar" role="alert">
      <Glyph name="headset" />
      <strong className="grow">{t('app.toCall', { n: calls.length })}</strong>
      <Link className="btn sm" to="/wellbeing">
        {t('app.toCall.open')}
      </Link>
    </div>
  );
}
