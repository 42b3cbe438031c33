import { useMemo } from 'react';
import type { ForecastInterval } from '../../shared/domain/roster/forecast-at.js';
import { modelledTraffic } from '../../shared/domain/roster/required.js';
import { HOUR_MS } from '../../shared/kernel/time.js';
import { missingAt } from '../../shared/metrics/gaps.js';
import type { DemandQueue } from '../../shared/protocol/roster-http.js';
import type { SwapView } from '../../shared/protocol/views.js';
import { fractionalErlangA } from '../../shared/staffing/erlang-a-fractional.js';
import { modelledLevel } from '../../shared/staffing/service-level.js';
import { useFormats, useT } from '../i18n/provider.js';
import { useEntity } from '../live/hooks.js';
import { useFetched } from '../live/use-fetched.js';
import { fetchDemand } from './api.js';
import { weekAxis } from './axis.js';
import { type Crew, scheduledOn } from './coverage.js';
import { demandGridOf, gridOf, requiredOn } from './demand-grid.js';
import { expectedAt } from './expected.js';
import { HeadingWords } from './heading-words.js';
import { useRoster, useVersion } from './hooks.js';
import { MiniCoverage } from './mini-coverage.js';
import { dutiesAfter, shortestRestMs } from './swap-preview.js';

/** What granting it does to the customers and to the rest of both: staffing only, nothing about the people. */
export function SwapEffect({ swap }: { swap: SwapView }) {
  const t = useT();
  const formats = useFormats();
  const { book, catalogue } = useRoster();
  const version = useVersion();
  const gap = swap.checks.find((check) => check.gap !== undefined)?.gap;
  const queue = useEntity('queue', gap?.queueId);
  const date = (swap.gives ?? swap.takes)?.businessDate ?? null;
  const { value: demand } = useFetched(date, (signal) => fetchDemand({ from: date as string, to: date as string }, signal));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the book's version stands for all that is in it
  const curves = useMemo(() => {
    const after = dutiesAfter(book, swap);
    if (after === null || demand === null || date === null) return null;
    const grid = demandGridOf(demand, gridOf(weekAxis(date, catalogue.timeZone)), catalogue.shrinkageRatio);
    const queueId = gap?.queueId ?? null;
    const required = requiredOn(grid, queueId);
    const of = (duty: Crew['duty']) => scheduledOn({ people: book.people, others: book.others, duty }, grid, queueId);
    return { required, before: of(book.duty), after: of(after), dutyAfter: after };
  }, [book, version, swap, demand, date, catalogue, gap?.queueId]);
  const asked = demand?.queues.find(({ queueId }) => queueId === gap?.queueId);
  const expected = asked === undefined || gap === undefined ? null : expectedAt(asked, demand?.intervalMs ?? 0, gap.at);
  const level = (agents: number) => (asked === undefined || expected === null ? null : levelWith(asked, expected, agents));
  const [levelBefore, levelAfter] = gap === undefined ? [null, null] : [level(gap.before), level(gap.after)];
  const people = [swap.agentId, swap.toAgentId].filter((id) => id != null);
  const rest = (dutyOf: (id: string) => ReturnType<typeof book.duty>) =>
    people
      .map((id) => shortestRestMs(dutyOf(id)))
      .reduce<number | null>((least, one) => (one === null ? least : Math.min(one, least ?? one)), null);
  const [restBefore, restAfter] = curves === null ? [null, null] : [rest(book.duty), rest(curves.dutyAfter)];
  const hours = (ms: number) => t('roster.week.h', { n: formats.number(ms / HOUR_MS) });
  return (
    <>
      {curves !== null && (
        <div className="rs-before-after">
          <MiniCoverage label={t('roster.effect.before')} required={curves.required} scheduled={curves.before} />
          <MiniCoverage label={t('roster.effect.after')} required={curves.required} scheduled={curves.after} />
        </div>
      )}
      <dl className="rs-effect">
        {gap !== undefined && levelBefore !== null && levelAfter !== null && (
          <EffectLine
            label={t('roster.effect.level', { time: formats.time(gap.at) })}
            before={formats.percent(levelBefore, 0)}
            after={formats.percent(levelAfter, 0)}
            isWorse={levelAfter < levelBefore - 0.005}
          />
        )}
        {gap !== undefined && (
          <EffectLine
            label={t('roster.effect.cover', { queue: queue === undefined ? '' : formats.name(queue) })}
            before={formats.number(gap.before)}
            after={formats.number(gap.after)}
            isWorse={missingAt(gap.required, gap.after) > missingAt(gap.required, gap.before)}
          />
        )}
        {restBefore !== null && restAfter !== null && (
          <EffectLine
            label={t('roster.effect.rest')}
            before={hours(restBefore)}
            after={hours(restAfter)}
            isWorse={restAfter < restBefore}
          />
        )}
      </dl>
      {levelAfter !== null && expected?.heading != null && <HeadingWords heading={expected.heading} />}
    </>
  );
}

function EffectLine({ label, before, after, isWorse }: { label: string; before: string; after: string; isWorse: boolean }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {before} <span className="t3">→</span> <b className={isWorse ? 'c-watch' : undefined}>{after}</b>
      </dd>
    </div>
  );
}

/** The service level that so many agents would keep at the calls that are expected there. */
function levelWith({ target }: DemandQueue, expected: ForecastInterval, agents: number): number | null {
  const solved = fractionalErlangA(modelledTraffic(expected, target))(Math.max(0, agents));
  return solved.ok ? modelledLevel(solved.value, target.formula) : null;
}
