import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryLog } from '../../server/log/memory-log.js';
import { createMeasures } from '../../server/ops/measures.js';
import { RedisClock } from '../../server/site/redis-clock.js';
import { Site } from '../../server/site/site.js';
import { type Command, commandSchema } from '../../shared/domain/commands.js';
import { decide } from '../../shared/domain/decide.js';
import type { DomainEvent } from '../../shared/domain/events.js';
import type { Actor } from '../../shared/domain/policy.js';
import { publishedOf } from '../../shared/domain/roster/entries.js';
import { siteConfigSchema } from '../../shared/domain/site-config.js';
import { type AgentId, agentIdOf, type CommitId, type ExternalKey, type ShiftId } from '../../shared/kernel/ids.js';
import { localDate } from '../../shared/kernel/zone.js';
import { eventually } from './rig.js';

/** Two nodes of one site, and people at both who want the same thing at the same moment. */
const LI = agentIdOf('test', '1001');
const TOM = agentIdOf('test', '1002');
const zhou: Actor = { userId: 'u-zhou', name: '周敏', role: 'supervisor', teamIds: [] };
const he: Actor = { userId: 'u-he', name: '何建平', role: 'supervisor', teamIds: [] };
const self = (agentId: AgentId): Actor => ({ userId: `u-${agentId}`, name: agentId, role: 'agent', teamIds: [], agentId });
const TIMEOUT_MS = 20_000;

let nodes: Site[];
let commits = 0;
let tomorrow: string;
const at = (n: number): Site => nodes[n] as Site;

beforeEach(async () => {
  const logger = pino({ level: 'silent' });
  const log = createMemoryLog({ now: Date.now });
  nodes = [0, 1].map(() => new Site({ log, clock: new RedisClock(() => log.time()), logger, measures: createMeasures() }));
  for (const node of nodes) await node.start();
  const occurredAt = at(0).siteNow();
  tomorrow = localDate((occurredAt + 30 * 3_600_000) as typeof occurredAt, 'UTC');
  const config = siteConfigSchema.parse({
    name: 'x',
    timeZone: 'UTC',
    // Everything comes too late to be done without a person.
    workforce: { swap: { noticeMin: 10_080 } },
    teams: [{ name: 'A' }],
    people: ['1001', '1002'].map((key) => ({ key, name: key, team: 'A' })),
  });
  const described = ['1001', '1002'].map(
    (key): DomainEvent => ({
      type: 'agent.described',
      occurredAt,
      agentId: agentIdOf('test', key),
      source: 'test',
      key: key as ExternalKey,
      name: key,
    }),
  );
  await write([{ type: 'site.configured', occurredAt, config }, ...described]);
});
afterEach(async () => {
  for (const node of nodes) await node.stop();
});

async function write(events: DomainEvent[]) {
  await at(0).propose({
    id: `test/write/${++commits}` as CommitId,
    by: { kind: 'operator' },
    cause: 'test',
    decide: () => ({ events, reads: [] }),
  });
  await agree();
}
const agree = () => eventually(() => at(0).position === at(1).position, 'both nodes hold the same');

/** The refusal's code, or `done`. */
async function ask(node: number, by: Actor, raw: object): Promise<string> {
  const command: Command = commandSchema.parse(raw);
  const id = `u/${by.userId}/${++commits}` as CommitId;
  let code = 'done';
  await at(node).propose({
    id,
    by: { kind: 'user', userId: by.userId },
    cause: command.type,
    decide: (state) => {
      const decided = decide(state, command, { now: at(node).siteNow(), commitId: id, by, person: () => undefined });
      code = decided.ok ? 'done' : decided.error.code;
      return decided.ok ? decided.value : { events: [], reads: [] };
    },
  });
  return code;
}
const shift = (startLocal: string, endLocal: string) => ({
  businessDate: tomorrow,
  startLocal,
  endLocal,
  segments: [{ fromMin: 0, activity: 'phone' }],
});
const published = (agentId: AgentId) => publishedOf(at(1).state().duties.get(agentId));

test(
  'of two supervisors who approve one swap at once, one does, and it is applied once',
  async () => {
    await ask(0, zhou, { type: 'shift.set', agentId: LI, shift: shift('09:00', '12:00') });
    await ask(0, zhou, { type: 'roster.publish', from: tomorrow, to: tomorrow });
    const shiftId = at(0).state().duties.get(LI)?.entries[0]?.published?.id as ShiftId;
    await ask(0, self(LI), { type: 'swap.open', wish: { kind: 'give', shiftId, toAgentId: TOM } });
    await agree();
    const [swap] = at(0).state().swaps.values();
    expect(await ask(1, self(TOM), { type: 'swap.answer', swapId: swap?.id, accepted: true })).toBe('done');
    await agree();
    const approve = { type: 'swap.decide', swapId: swap?.id, approved: true, override: { rules: ['notice'], reason: '可以' } };
    const answers = await Promise.all([ask(0, zhou, approve), ask(1, he, approve)]);
    await agree();
    expect(answers.sort()).toEqual(['done', 'too-late']);
    for (const node of nodes) expect(node.state().swaps.get(swap?.id as never)?.state).toBe('applied');
    expect([published(LI).length, published(TOM).length]).toEqual([0, 1]);
    expect(at(1).state().swapLedger).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  'of two who plan one person over the same hours at once, one does',
  async () => {
    const set = (startLocal: string, endLocal: string) => ({ type: 'shift.set', agentId: LI, shift: shift(startLocal, endLocal) });
    const answers = await Promise.all([ask(0, zhou, set('09:00', '12:00')), ask(1, he, set('11:00', '14:00'))]);
    expect(answers.sort()).toEqual(['done', 'overlap']);
  },
  TIMEOUT_MS,
);

test(
  'the last place goes to one of two who take it at once',
  async () => {
    await ask(0, zhou, { type: 'open-shift.add', kind: 'ot', shift: shift('09:00', '12:00') });
    await agree();
    const [open] = at(0).state().openShifts.values();
    const take = { type: 'swap.open', wish: { kind: 'ot', openShiftId: open?.id } };
    const answers = await Promise.all([ask(0, self(LI), take), ask(1, self(TOM), take)]);
    await agree();
    expect(answers.sort()).toEqual(['done', 'too-late']);
    expect(published(LI).length + published(TOM).length).toBe(1);
  },
  TIMEOUT_MS,
);
