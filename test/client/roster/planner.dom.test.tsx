import { describe, expect, test, vi } from 'vitest';
import { RosterBook } from '../../../client/roster/book.js';
import type { Change } from '../../../client/roster/changes.js';
import { blankPlan } from '../../../client/roster/plan.js';
import { Planner, type PlannerNews } from '../../../client/roster/planner.js';
import type { Command, CommandOf } from '../../../shared/domain/commands.js';
import type { CommandAnswer } from '../../../shared/protocol/messages.js';
import type { Sheet } from '../../../shared/protocol/roster-http.js';
import { rulesOfContract } from '../../../shared/staffing/labour-rules.js';

const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25'];
const MANY = 300;
const agents = Array.from({ length: MANY }, (_, i) => `a-${String(i).padStart(3, '0')}`);
const refused: CommandAnswer = { outcome: 'refused', rejection: { code: 'version-conflict' } } as CommandAnswer;

type SetMany = CommandOf<'shift.set-many'>;

function asMany(command: Command): SetMany {
  if (command.type === 'shift.set-many') return command;
  if (command.type !== 'shift.set' && command.type !== 'shift.remove') throw new Error(`no shift is set by ${command.type}`);
  const { agentId, expectVersion } = command;
  const change =
    command.type === 'shift.remove'
      ? { shift: null, replaces: command.shiftId }
      : { shift: command.shift, ...(command.replaces === undefined ? {} : { replaces: command.replaces }) };
  return { type: 'shift.set-many', changes: [{ agentId, expectVersion, ...change }] };
}

/** A roster that takes what it is told, unless a test has an answer of its own; the page reads it again after each command. */
function site() {
  const book = new RosterBook();
  const shifts = new Map<string, Map<string, { readonly id: string }>>();
  const commands: SetMany[] = [];
  const news: PlannerNews[] = [];
  const answers: (CommandAnswer | undefined)[] = [];
  let position = 1;
  let ids = 0;
  const sheet = (): Sheet =>
    ({
      position: `${position}-0`,
      timeZone: 'UTC',
      from: DAYS[0],
      to: DAYS.at(-1),
      people: agents.map((agentId, order) => ({
        agentId,
        name: agentId,
        nameEn: null,
        teamId: null,
        contract: null,
        skills: [],
        queueIds: [],
        order,
      })),
      duties: [...shifts].map(([agentId, days]) => ({
        agentId,
        version: position,
        publishedVersion: 0,
        acknowledgedVersion: null,
        entries: [...days.values()].map((draft) => ({ draft, published: null })),
        exceptions: [],
        overlays: [],
      })),
      openShifts: [],
      publications: [],
      others: { startAt: 0, stepMs: 900_000, queues: [] },
    }) as unknown as Sheet;
  const take = ({ changes }: SetMany) => {
    for (const { agentId, shift, replaces } of changes) {
      const days = shifts.get(agentId) ?? new Map<string, { readonly id: string }>();
      shifts.set(agentId, days);
      for (const [date, { id }] of days) if (id === replaces) days.delete(date);
      if (shift === null) continue;
      const { segments: _, ...wall } = shift;
      const plan = blankPlan({ businessDate: shift.businessDate, zone: 'UTC', startLocal: shift.startLocal, lengthMin: 480 });
      days.set(shift.businessDate, { ...wall, ...plan, id: `s-${ids++}` });
    }
  };
  let underWay: Promise<void> | undefined;
  const planner = new Planner({
    book,
    async send(sent: Command) {
      const command = asMany(sent);
      commands.push(command);
      await underWay;
      const own = answers.shift();
      if (own !== undefined) return own;
      take(command);
      position += 1;
      return { outcome: 'accepted', epoch: 'e', position: `${position}-0` } as unknown as CommandAnswer;
    },
    rulesFor: () => rulesOfContract(undefined),
    changed: () => void book.apply(sheet()),
  });
  planner.onNews((one) => news.push(one));
  return {
    book,
    planner,
    commands,
    answers,
    news,
    start: () => book.apply(sheet()),
    /** No command is answered until then. */
    hold(until: Promise<void>) {
      underWay = until;
    },
    count: () => [...shifts.values()].reduce((sum, one) => sum + one.size, 0),
  };
}
const week = (): Change[] =>
  agents.flatMap((agentId) =>
    DAYS.map(
      (businessDate): Change => ({
        agentId: agentId as Change['agentId'],
        before: null,
        after: blankPlan({ businessDate, zone: 'UTC', startLocal: '09:00', lengthMin: 480 }),
      }),
    ),
  );

describe('more than one command holds', () => {
  test('is planned in several, and one step takes all of it back', async () => {
    const { planner, commands, start, count } = site();
    await start();
    expect(await planner.commitMany(week())).toMatchObject({ kind: 'done' });
    expect(commands.map(({ changes }) => changes.length)).toEqual([402, 402, 96]);
    expect(count()).toBe(900);
    await planner.undo();
    expect(count()).toBe(0);
    expect(planner.canUndo()).toBe(false);
  });

  test('where it stops half-way, each change is in one list: planned, without an answer, or not planned', async () => {
    const { planner, answers, start } = site();
    await start();
    const changes = week();
    answers.push(undefined, refused);
    const outcome = await planner.commitMany(changes);
    if (outcome.kind !== 'refused') throw new Error('the second part is refused');
    expect(outcome.planned).toHaveLength(402);
    expect(outcome.of).toHaveLength(402);
    expect(outcome.left).toHaveLength(498);
    expect(new Set([...outcome.planned, ...outcome.left])).toEqual(new Set(changes));
    answers.push({ outcome: 'not-confirmed' } as CommandAnswer);
    const next = await planner.commitMany(outcome.left, { after: outcome });
    if (next.kind !== 'not-confirmed') throw new Error('nothing was heard of the first part');
    expect([next.planned.length, next.unsure.length, next.left.length]).toEqual([0, 402, 96]);
  });

  test('what is planned after a stop belongs to the same step back', async () => {
    const { planner, answers, start, count } = site();
    await start();
    answers.push(undefined, refused);
    const outcome = await planner.commitMany(week());
    if (outcome.kind === 'done') throw new Error('the second part is refused');
    expect(await planner.commitMany(outcome.left, { after: outcome })).toMatchObject({ kind: 'done' });
    expect(count()).toBe(900);
    await planner.undo();
    expect(count()).toBe(0);
    expect(planner.canUndo()).toBe(false);
  });

  test('what could not be taken back is said, and can be tried again', async () => {
    const { planner, answers, start, count, news } = site();
    await start();
    await planner.commitMany(week());
    answers.push(undefined, refused);
    await planner.undo();
    expect(count()).toBe(498);
    expect(news).toMatchObject([{ kind: 'undo-stopped', outcome: { kind: 'refused' } }]);
    expect(planner.canUndo()).toBe(true);
    await planner.undo();
    expect(count()).toBe(0);
    expect(planner.canUndo()).toBe(false);
  });

  test('a step back waits for what was accepted to be there', async () => {
    const { planner, book, start, count } = site();
    await start();
    const apply = vi.spyOn(book, 'apply');
    await planner.commitMany(week().slice(0, 6));
    const pressed = [planner.undo(), planner.undo()];
    await Promise.all(pressed);
    expect(apply).toHaveBeenCalledTimes(2);
    expect(count()).toBe(0);
  });
});

describe('a step back', () => {
  const one = () => week().slice(0, 1)[0] as Change;
  const other = () => week().slice(3, 4)[0] as Change;

  test.each([
    ['got no answer', { outcome: 'not-confirmed' }],
    ['came while somebody else changed the same', refused],
    ['could not be sent', { outcome: 'refused', rejection: { code: 'unavailable' } }],
  ])('of one change that %s can be tried again', async (_why, answer) => {
    const { planner, answers, start, count } = site();
    await start();
    await planner.commit(one());
    answers.push(answer as CommandAnswer);
    await planner.undo();
    expect(count()).toBe(1);
    expect(planner.canUndo()).toBe(true);
    await planner.undo();
    expect(count()).toBe(0);
    expect(planner.canUndo()).toBe(false);
  });

  test('that is refused for good gives way to those before it', async () => {
    const { planner, answers, start, count } = site();
    await start();
    await planner.commit(one());
    await planner.commit(other());
    answers.push({ outcome: 'refused', rejection: { code: 'in-the-past' } } as CommandAnswer);
    await planner.undo();
    await planner.undo();
    expect(count()).toBe(1);
    expect(planner.canUndo()).toBe(false);
  });

  test('leaves what is planned while it is under way to be taken back after it', async () => {
    const { planner, start, count, hold } = site();
    await start();
    await planner.commit(one());
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    hold(answered);
    const back = planner.undo();
    const next = planner.commit(other());
    answer();
    await Promise.all([back, next]);
    expect(count()).toBe(1);
    expect(planner.canUndo()).toBe(true);
    await planner.undo();
    expect(count()).toBe(0);
  });

  test('whose rest stops once more can be tried again as well', async () => {
    const { planner, answers, start, count, news } = site();
    await start();
    await planner.commitMany(week());
    answers.push(undefined, refused);
    await planner.undo();
    const [first] = news;
    if (first?.kind !== 'undo-stopped') throw new Error('it is said where it stopped');
    answers.push(refused);
    expect(await planner.undoRest(first.outcome.left, first.outcome)).toMatchObject({ kind: 'refused' });
    expect(planner.canUndo()).toBe(true);
    await planner.undo();
    expect(count()).toBe(0);
    expect(planner.canUndo()).toBe(false);
  });
});
