import { expect, test } from 'vitest';
import type { Proposal, Site } from '../../server/site/site.js';
import { resolveDraftsAnew } from '../../server/site/wall-times.js';
import { isAdrift } from '../../shared/domain/roster/adrift.js';
import type { Shift } from '../../shared/domain/roster/shift.js';
import { ORIGIN } from '../../shared/kernel/position.js';
import { HOUR_MS } from '../../shared/kernel/time.js';
import { anHourOff, chen, dayShift, LI, MONDAY, NOW, rosterFloor, setShift, TOM, zhou } from '../domain/roster/roster-floor.js';

test('with a newer calendar drafts find their hour by themselves; what was told waits for a lead', async () => {
  const floor = rosterFloor();
  floor.do(chen, setShift(LI, dayShift(MONDAY)));
  floor.do(chen, setShift(TOM, dayShift(MONDAY)));
  floor.do(zhou, { type: 'roster.publish', from: MONDAY, to: MONDAY });
  const entry = (id: typeof LI) => floor.site.duties.get(id)?.entries[0];
  const meant = entry(LI)?.draft?.startAt;
  for (const id of [LI, TOM]) {
    const one = entry(id);
    if (one === undefined || one.draft === null) throw new Error('a shift is planned');
    one.published = one.draft = anHourOff(one.draft);
  }
  const li = entry(LI);
  if (li !== undefined) li.published = null;
  const proposed: Proposal[] = [];
  const site: Pick<Site, 'state' | 'siteNow' | 'propose'> = {
    state: () => floor.site,
    siteNow: () => NOW,
    async propose(proposal) {
      proposed.push(proposal);
      for (const event of proposal.decide(floor.site).events) floor.fold(event);
      return { outcome: 'accepted', position: ORIGIN };
    },
  };
  const logger = { warn() {} } as never;
  await resolveDraftsAnew({ site, nodeId: 'n', logger });
  expect(entry(LI)?.draft).toMatchObject({ startLocal: '09:00', startAt: meant });
  expect(entry(TOM)?.draft).toMatchObject({ startLocal: '09:00', startAt: (meant ?? 0) + HOUR_MS });
  expect(isAdrift(entry(TOM)?.draft as Shift)).toBe(true);
  await resolveDraftsAnew({ site, nodeId: 'n', logger });
  expect(proposed).toHaveLength(1);
});
