import { z } from 'zod';
import type { ActionId, Epoch, SiteId } from '../../shared/kernel/ids.js';
import { comparePositions, type Position } from '../../shared/kernel/position.js';
import { type EpochMs, epochMs } from '../../shared/kernel/time.js';
import { ACTIONS_KEPT_DAYS, ACTIONS_KEPT_MS, actionCheckpointKey, actionDayKeys } from './action-keys.js';
import { askedPartSchema, fieldOf, type Note, notesOf } from './action-record.js';
import { DAY_MS, type DayWriter, type DayWriterDeps, dayOf, dayWriter } from './days.js';
import { createFollower, type Follower, type FollowerDeps } from './follow.js';

export interface ActionProjectorDeps extends FollowerDeps, DayWriterDeps {
  readonly siteId: SiteId;
}

/** Days of actions that were asked for lately: how they end is told soon after, and need not be looked for. */
const DAYS_KNOWN = 10_000;

/**
 * Keeps one record of every accepted command, long after the log and the state have let go of it: the audit. It writes by action id;
 * what was written once stays. Unlike the calls behind a number it can't be made anew from the log, which is far shorter: so nothing
 * is dropped after a fork, but what the log does not hold any more is marked.
 */
export function createActionProjector(deps: ActionProjectorDeps): Follower {
  const { siteId } = deps;
  const days = new Map<ActionId, EpochMs>();
  return createFollower(deps, {
    name: 'action history',
    checkpointKey: actionCheckpointKey(siteId),
    // All that is known of an action is in its record.
    open: z.null(),
    keep: () => null,
    async begin(_, { epoch, first }) {
      days.clear();
      await markLost(deps, epoch, first);
    },
    async take(entries) {
      const writer = dayWriter(deps, ACTIONS_KEPT_MS);
      for (const { commit, position } of entries)
        for (const event of commit.events) for (const note of notesOf(event, position)) await write(deps, days, writer, note);
      await writer.write();
    },
  });
}

async function write(deps: ActionProjectorDeps, days: Map<ActionId, EpochMs>, writer: DayWriter, note: Note): Promise<void> {
  const id = note.kind === 'asked' ? note.asked.id : note.id;
  const day = note.kind === 'asked' ? dayOf(note.asked.askedAt) : (days.get(id) ?? (await findDay(deps, id, note.at)));
  // Of an action that has no record: private, or of a day that is gone.
  if (day === null || !writer.keeps(day)) return;
  const keys = actionDayKeys(deps.siteId, day);
  if (note.kind === 'part') {
    // The first end counts, as it does in the fold.
    writer.pipeline.hsetnx(keys.records, fieldOf(id, note.part), note.text);
  } else {
    remember(days, id, day);
    writer.pipeline.hset(keys.records, id, JSON.stringify(note.asked)).hdel(keys.records, fieldOf(id, 'lost'));
    writer.pipeline.zadd(keys.all, note.asked.askedAt, id);
    writer.touch(keys.all, day);
  }
  writer.touch(keys.records, day);
}

function remember(days: Map<ActionId, EpochMs>, id: ActionId, day: EpochMs): void {
  days.set(id, day);
  for (const oldest of days.keys()) {
    if (days.size <= DAYS_KNOWN) return;
    days.delete(oldest);
  }
}

/** In which day the record lies: an id does not say. Usually today's; a message may be read after a week. */
async function findDay({ redis, siteId }: ActionProjectorDeps, id: ActionId, before: EpochMs): Promise<EpochMs | null> {
  const days = daysBack(before);
  const found = await Promise.all(days.map((day) => redis.hexists(actionDayKeys(siteId, day).records, id)));
  return days.find((_, at) => found[at] === 1) ?? null;
}

/** From this instant's day back to the oldest that is kept. */
function daysBack(from: EpochMs): EpochMs[] {
  const days = Array.from({ length: ACTIONS_KEPT_DAYS + 1 }, (_, back) => dayOf(from) - back * DAY_MS);
  return days.filter((day) => day >= 0).map((day) => epochMs(day));
}

const LOOKED_AT_ONCE = 20;

/**
 * A fail-over may lose the newest entries after they were recorded. Such a command was accepted, and may have been carried out, so its
 * record stays and says so. Histories part at one point: from the newest record back to the first ones that the log still holds.
 */
async function markLost(deps: ActionProjectorDeps, epoch: Epoch, first: Position | null): Promise<void> {
  const { redis, log, siteId, clock } = deps;
  if (first === null) return;
  for (const day of daysBack(epochMs(clock.now() + DAY_MS))) {
    const keys = actionDayKeys(siteId, day);
    for (let from = 0; ; from += LOOKED_AT_ONCE) {
      const ids = await redis.zrevrange(keys.all, from, from + LOOKED_AT_ONCE - 1);
      if (ids.length === 0) break;
      const texts = await redis.hmget(keys.records, ...ids);
      const known = texts.flatMap((text) => (text === null ? [] : (askedPartSchema.safeParse(JSON.parse(text)).data ?? [])));
      const within = known.filter(({ position }) => comparePositions(position, first) >= 0);
      const held = await Promise.all(within.map(({ position }) => log.holds(epoch, position)));
      const lost = within.filter((_, at) => held[at] === false);
      if (lost.length === 0) return;
      // The log moved to another epoch while it was asked: it is asked anew when the tail finds out.
      if ((await log.open()).epoch !== epoch) return;
      await redis.hset(keys.records, ...lost.flatMap(({ id }) => [fieldOf(id, 'lost'), '1']));
    }
  }
}
