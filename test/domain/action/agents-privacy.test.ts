import { expect, test } from 'vitest';
import type { Audience } from '../../../shared/domain/redact.js';
import { teamIdOf } from '../../../shared/kernel/ids.js';
import { entitiesOfSite, projectEntity, type View } from '../../../shared/protocol/project-views.js';
import { viewsFor } from '../../../shared/protocol/redact-views.js';
import type { ViewKind } from '../../../shared/protocol/views.js';
import { type ActingFloor, agent, LI, LI_SELF } from './acting-floor.js';
import { hangUp, setNotReady, withCall } from './agent-words.js';

const OTHERS: readonly Audience[] = [
  { kind: 'site' },
  { kind: 'lead', teamIds: [teamIdOf('一组')] },
  { kind: 'wall' },
  { kind: 'agent', agentId: agent('PJSIP/1002') },
];
const OWN: Audience = { kind: 'agent', agentId: agent(LI) };

function seen(floor: ActingFloor, audience: Audience): string {
  const views: (readonly [ViewKind, View])[] = [];
  for (const [kind, id] of entitiesOfSite(floor.site)) {
    const projected = projectEntity(floor.site, kind, id, 0);
    if (projected !== undefined) views.push([kind as ViewKind, projected.view]);
  }
  return JSON.stringify([...viewsFor(audience, views).values()]);
}

test('that a pause after an abusive call was offered, taken or declined is the agent’s alone', () => {
  for (const accept of [true, false]) {
    const floor = withCall(60_000);
    floor.grant(25, LI_SELF, { type: 'call.flag-abuse', visitId: floor.agent(LI)?.visitId });
    floor.tell(hangUp(40));
    expect(seen(floor, OWN)).toContain('"breakOfferUntil":');
    for (const audience of OTHERS) expect(seen(floor, audience)).not.toContain('"breakOfferUntil":');
    floor.grant(45, LI_SELF, { type: 'break.answer', accept });
    expect(seen(floor, OWN)).toContain('break.answer');
    for (const audience of OTHERS) expect(seen(floor, audience)).not.toMatch(/break\.answer|MICRO_PAUSE/);
  }
});

test('a micro-pause that waits, or is asked for, looks to others like a break', () => {
  const floor = withCall();
  floor.grant(30, LI_SELF, setNotReady(LI, 'MICRO_PAUSE', { when: 'after-call' }));
  for (const audience of OTHERS) expect(seen(floor, audience)).not.toContain('MICRO_PAUSE');
  expect(seen(floor, OWN)).toContain('MICRO_PAUSE');
  expect(seen(floor, { kind: 'site' })).toContain('"reasonCode":"BREAK"');
  floor.tell(hangUp(40));
  for (const audience of OTHERS) expect(seen(floor, audience)).not.toContain('MICRO_PAUSE');
});
