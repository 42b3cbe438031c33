import { describe, expect, test } from 'vitest';
import { stateText } from '../../client/floor/agent-look.js';
import { behindMetric, figureText, partsOf } from '../../client/floor/definitions.js';
import { matchesAgent, matchesCaller, matchesQueue } from '../../client/floor/filters.js';
import { METRIC_NAMES } from '../../client/floor/metrics.js';
import { shortName } from '../../client/floor/seat.js';
import { trendOf } from '../../client/floor/trend.js';
import { TEXTS } from '../../client/i18n/all-texts.js';
import { formatDuration, formatNumber, formatPercent, formatSeconds } from '../../client/i18n/format.js';
import { STATE_ORDER, stateLook } from '../../client/i18n/state-look.js';
import { LiveStore } from '../../client/live/store.js';
import { AGENT_STATES } from '../../shared/domain/site.js';
import { serviceLevelFormulaSchema } from '../../shared/domain/site-config.js';
import { visitMeasureSchema, visitOutcomeSchema } from '../../shared/protocol/http.js';
import { floorViews } from '../support/floor-fixture.js';

const keys = new Set(Object.values(TEXTS).flatMap((texts) => Object.keys(texts)));
const formats = { number: formatNumber, percent: formatPercent, duration: formatDuration, seconds: formatSeconds };

describe('every number on the floor', () => {
  test.each(METRIC_NAMES)('%s has its meaning, its name and its short name in the catalog', (metric) => {
    expect(keys).toContain(`floor.def.${metric}.name`);
    expect(keys).toContain(`floor.def.${metric}.what`);
    expect(keys).toContain(`floor.short.${metric}`);
    if (metric !== 'serviceLevel') expect(keys).toContain(`floor.def.${metric}.formula`);
  });

  test('is made of counts that are shown with it', () => {
    const figures = floorViews().figures.find(({ id }) => id === 'q-CMP|today');
    for (const metric of METRIC_NAMES) for (const part of partsOf(metric)) expect(figureText(part, figures, formats)).not.toBe('–');
  });

  test('asks for calls only by a measure that the server knows', () => {
    for (const metric of METRIC_NAMES) {
      const behind = behindMetric(metric);
      if (behind.kind === 'calls') expect(visitMeasureSchema.options).toContain(behind.measure);
    }
  });

  test('is a dash when it is not known', () => {
    for (const metric of METRIC_NAMES) expect(figureText(metric, undefined, formats)).toBe('–');
  });
});

test('all six service-level formulas are in words', () => {
  for (const formula of serviceLevelFormulaSchema.options) expect(keys).toContain(`floor.formula.${formula}`);
});

test('every outcome that a past call can have is in words', () => {
  for (const outcome of visitOutcomeSchema.options) expect(keys).toContain(`floor.outcome.${outcome}`);
});

describe('an agent’s state', () => {
  test('has a silhouette of its own', () => {
    const glyphs = AGENT_STATES.map((state) => stateLook(state).glyph);
    expect(new Set(glyphs).size).toBe(AGENT_STATES.length);
    expect(new Set(STATE_ORDER)).toEqual(new Set(AGENT_STATES));
  });

  test('is named by its reason, and by the source’s own word where that is all there is', () => {
    const t = ((key: string) => key) as Parameters<typeof stateText>[0];
    expect(stateText(t, { state: 'not-ready', reasonCode: 'meal' })).toBe('reason.meal');
    expect(stateText(t, { state: 'not-ready', reasonCode: 'Kaffee' })).toBe('Kaffee');
    expect(stateText(t, { state: 'not-ready', reasonCode: null })).toBe('state.not-ready');
    expect(stateText(t, { state: 'talking', reasonCode: 'MEAL' })).toBe('state.talking');
  });
});

test('a name that has no room keeps its family name; a Chinese one stays whole', () => {
  expect(shortName('Wang Yutong')).toBe('Wang Y.');
  expect(shortName('王雨桐')).toBe('王雨桐');
});

test.each([
  [[1, 2, 3], 'rising'],
  [[3, null, 1], 'falling'],
  [[100, 104], 'steady'],
  [[0, 0], 'steady'],
  [[null, 5], null],
  [[], null],
] as const)('values %j are %s', (values, trend) => {
  expect(trendOf(values)).toBe(trend);
});

describe('looking for somebody', () => {
  const views = floorViews();
  const store = new LiveStore();
  store.enqueue({ epoch: '01JBREAKWATERA', from: null, to: '1-0', at: 0, changed: views, gone: {} } as never);
  store.flush();
  const all = { queueIds: [], teamIds: [], states: [], text: '' } as const;
  const agents = (filter: object) => views.agent.filter((agent) => matchesAgent({ ...all, ...filter })(agent, store));

  test('finds an agent by either name, in any case', () => {
    expect(agents({ text: ' wang YUTONG ' }).every((agent) => agent.name === '王雨桐')).toBe(true);
    expect(agents({ text: '王雨桐' }).length).toBe(agents({ text: 'wang yutong' }).length);
  });

  test('finds by the caller’s number the agent who has that caller', () => {
    const visit = views.visit.find((one) => one.agentId);
    expect(agents({ text: visit?.callerMasked?.slice(-4) }).map(({ id }) => id)).toContain(visit?.agentId);
  });

  test('keeps who fits all filters at once', () => {
    const found = agents({ teamIds: ['t-0'], states: ['talking'] });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((agent) => agent.teamId === 't-0' && agent.state === 'talking')).toBe(true);
    expect(agents({ teamIds: ['none'] })).toEqual([]);
  });

  test('finds a queue by name, code or key, and its callers with it', () => {
    const queues = (text: string) => views.queue.filter((queue) => matchesQueue({ ...all, text })(queue, store)).map(({ code }) => code);
    expect(queues('投诉')).toEqual(['CMP']);
    expect(queues('cmp')).toEqual(['CMP']);
    const callers = views.visit.filter((visit) => visit.state === 'queued' && matchesCaller({ ...all, text: 'complaints' })(visit, store));
    expect(new Set(callers.map(({ queueId }) => queueId))).toEqual(new Set(['q-CMP']));
  });
});
