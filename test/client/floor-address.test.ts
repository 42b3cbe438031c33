import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  AGENT_VIEWS,
  DEFAULT_ADDRESS,
  type FloorAddress,
  floorSearch,
  parseFloorAddress,
  SORT_KEYS,
} from '../../client/floor/floor-address.js';
import { METRIC_NAMES } from '../../client/floor/metrics.js';
import { AGENT_STATES } from '../../shared/domain/site.js';
import { FIGURE_WINDOWS } from '../../shared/metrics/figure-windows.js';

const id = (prefix: string) => fc.stringMatching(/^[A-Za-z0-9]{1,13}$/).map((rest) => `${prefix}-${rest}`);
const anyAddress: fc.Arbitrary<FloorAddress> = fc.record({
  window: fc.constantFrom(...FIGURE_WINDOWS),
  queueIds: fc.uniqueArray(id('q'), { maxLength: 5 }),
  teamIds: fc.uniqueArray(fc.oneof(id('t'), fc.constant('none')), { maxLength: 5 }),
  states: fc.uniqueArray(fc.constantFrom(...AGENT_STATES)),
  text: fc.string({ maxLength: 80 }),
  sort: fc.record({ by: fc.constantFrom(...SORT_KEYS), descending: fc.boolean() }),
  agents: fc.constantFrom(...AGENT_VIEWS),
  open: fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constantFrom('queue' as const, 'call' as const, 'agent' as const), id: id('q') }),
    fc.record({
      kind: fc.constant('metric' as const),
      metric: fc.constantFrom(...METRIC_NAMES),
      scope: fc.oneof(fc.constant('site'), id('q')),
    }),
  ),
});

describe('a shared address', () => {
  test('opens the very view that was shared', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseFloorAddress(floorSearch(address))).toEqual(address);
      }),
    );
  });

  test('of the plain floor is short', () => {
    expect(floorSearch(DEFAULT_ADDRESS)).toEqual({});
  });

  test('reads like what it shows', () => {
    const address: FloorAddress = {
      ...DEFAULT_ADDRESS,
      window: '30m',
      queueIds: ['q-a', 'q-b'],
      sort: { by: 'name', descending: false },
      open: { kind: 'metric', metric: 'serviceLevel', scope: 'site' },
    };
    expect(floorSearch(address)).toEqual({ window: '30m', queues: 'q-a,q-b', sort: 'name', open: 'metric.serviceLevel.site' });
  });

  test.each([
    [{ window: 'yesterday' }],
    [{ window: ['today'] }],
    [{ queues: 'no such,<script>,__proto__' }],
    [{ sort: '-profit' }],
    [{ open: 'metric.toString.site' }],
    [{ open: 'metric.serviceLevel' }],
    [{ open: 'queue' }],
    [{ open: 7 }],
    [{ states: 'asleep' }],
    [{ utm_source: 'mail' }],
  ])('that cannot be read, %j, opens the plain floor', (search) => {
    expect(parseFloorAddress(search)).toEqual(DEFAULT_ADDRESS);
  });

  test('with a text of digits finds the digits', () => {
    expect(parseFloorAddress({ q: 2764 }).text).toBe('2764');
  });
});
