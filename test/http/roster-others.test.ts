import { expect, test } from 'vitest';
import { othersOf } from '../../server/http/roster-others.js';
import { MINUTE_MS } from '../../shared/kernel/time.js';
import { chen, sales, support, wang } from '../history/floor-events.js';
import { siteAfter } from '../support/site-after.js';
import { at, dayShift, isOn, planned, staff, TODAY } from './roster-events.js';

const site = siteAfter([
  ...staff,
  planned(wang, dayShift('wang')),
  planned(chen, dayShift('chen')),
  isOn(0, wang, sales),
  isOn(0, chen, sales),
  isOn(0, chen, support),
]);
const days = { from: TODAY, to: TODAY, startAt: at(-480), endAt: at(-480, 1) };
const quarter = (minutes: number) => (480 + minutes) / 15;

test('a lead’s curve counts the half of a colleague’s time that falls to the own queue, and not the break', () => {
  const wangs = [...site.agents.values()].filter(({ id }) => id === wang);
  const { startAt, stepMs, queues } = othersOf(site, wangs, days, at(0));
  expect([startAt, stepMs, queues.map(({ queueId }) => queueId)]).toEqual([at(-480), 15 * MINUTE_MS, [sales]]);
  const agents = queues[0]?.agents ?? [];
  expect([quarter(-15), quarter(0), quarter(105), quarter(120), quarter(135), quarter(480)].map((step) => agents[step])).toEqual([
    0, 0.5, 0.5, 0, 0.5, 0,
  ]);
});

test('who is asked about is not among the others, and the others’ own queues are not told', () => {
  expect(othersOf(site, [...site.agents.values()], days, at(0)).queues).toEqual([]);
  const chens = [...site.agents.values()].filter(({ id }) => id === chen);
  expect(othersOf(site, chens, days, at(0)).queues.map(({ queueId, agents }) => [queueId, agents[quarter(0)]])).toEqual([[sales, 1]]);
});
