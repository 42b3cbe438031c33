import { expect, test } from 'vitest';
import type { Cover } from '../../shared/domain/buffer/buffer.js';
import type { Duty } from '../../shared/domain/roster/duty.js';
import type { AgentId, CoverId } from '../../shared/kernel/ids.js';
import { epochMs, HOUR_MS } from '../../shared/kernel/time.js';
import { overlaySpansOf, scheduleOf } from '../../shared/metrics/schedule.js';

const NINE = 1_800_000_000_000;
const at = (hours: number) => epochMs(NINE + hours * HOUR_MS);
const lin = 'a-lin' as AgentId;
const shift = {
  id: 's-1',
  businessDate: '2027-01-15',
  startAt: at(0),
  endAt: at(8),
  segments: [{ activity: 'training', startAt: at(0), endAt: at(8) }],
};
const duty = { agentId: lin, entries: [{ draft: shift, published: shift }], exceptions: [] } as unknown as Duty;
const cover = (state: Cover['state']): Cover =>
  ({ id: 'cv-1' as CoverId, agentId: lin, startAt: at(2), endAt: at(4), state }) as unknown as Cover;
const planned = (state: Cover['state']) =>
  scheduleOf(duty, overlaySpansOf({ buffers: new Map(), covers: new Map([['cv-1' as CoverId, cover(state)]]) }), {
    startAt: at(0),
    endAt: at(8),
  }).map(({ activity, startAt }) => [activity, (startAt - NINE) / HOUR_MS]);

test('who takes over for a colleague is planned on the phones for that time, and for no more', () => {
  expect(planned('accepted')).toEqual([
    ['training', 0],
    ['phone', 2],
    ['training', 4],
  ]);
});
test.each(['open', 'declined', 'ended'] as const)('an offer that is %s changes nobody’s plan', (state) => {
  expect(planned(state)).toEqual([['training', 0]]);
});
