import type { Place, Staffed } from './shift-cover.js';

/** One person on a place with a break at an offset (`null`: none), so many times. */
interface Group {
  readonly place: Place;
  readonly offset: number | null;
  count: number;
}

/**
 * A cover without a solver: a good one, not the best, and always the same one. Takes whatever covers most of what is missing
 * for its cost, drops whoever is not needed in the end, then replaces two by one while that saves anything.
 * Every slot in demand must be workable from some place.
 */
export function greedyCover(demand: readonly number[], places: readonly Place[]): Staffed[] {
  const missing = Float64Array.from(demand);
  const groups: Group[] = [];
  while (missing.some((still) => still > ENOUGH)) {
    const best = bestGroup(missing, places);
    // Never: each slot in demand is workable from some place. It must not loop all the same.
    if (best === null) break;
    groups.push(best);
    give(missing, best, best.count);
  }
  dropSpare(missing, groups);
  exchange(missing, groups, places);
  dropSpare(missing, groups);
  return gathered(groups);
}

/** A demand that rounding made a hair larger than a whole number needs no further person. */
const ENOUGH = 1e-9;

/** The most missing slots for the cost, and as many people as are of as much use as the first. */
function bestGroup(missing: Float64Array, places: readonly Place[]): Group | null {
  const useful = new Float64Array(missing.length + 1);
  for (const [slot, still] of missing.entries()) useful[slot + 1] = (useful[slot] ?? 0) + Math.min(1, Math.max(0, still));
  const within = (from: number, to: number) => (useful[Math.min(to, missing.length)] ?? 0) - (useful[Math.min(from, missing.length)] ?? 0);
  let best: Group | null = null;
  let most = 0;
  for (const place of places) {
    const { kind, start, offsets } = place;
    const whole = within(start, start + kind.lengthSlots);
    // The break goes to where it is missed least.
    let offset: number | null = null;
    let lost = 0;
    for (const each of offsets) {
      const missed = within(start + each, start + each + kind.breakSlots);
      if (offset !== null && missed >= lost) continue;
      offset = each;
      lost = missed;
    }
    const worth = (whole - lost) / kind.cost;
    if (whole - lost > ENOUGH && worth > most) {
      most = worth;
      best = { place, offset, count: 1 };
    }
  }
  if (best === null) return null;
  const least = Math.min(...slotsOf(best, missing.length).flatMap((slot) => ((missing[slot] ?? 0) > ENOUGH ? [missing[slot] ?? 0] : [])));
  return { ...best, count: Math.max(1, Math.floor(least + ENOUGH)) };
}

function slotsOf({ place: { kind, start }, offset }: Pick<Group, 'place' | 'offset'>, slots: number): number[] {
  const worked: number[] = [];
  for (let into = 0; into < kind.lengthSlots && start + into < slots; into++) {
    if (offset === null || into < offset || into >= offset + kind.breakSlots) worked.push(start + into);
  }
  return worked;
}

function give(missing: Float64Array, group: Pick<Group, 'place' | 'offset'>, count: number): void {
  for (const slot of slotsOf(group, missing.length)) missing[slot] = (missing[slot] ?? 0) - count;
}

/** The dearest first. */
function dropSpare(missing: Float64Array, groups: Group[]): void {
  for (const group of groups.toSorted((a, b) => b.place.kind.cost - a.place.kind.cost)) {
    const spare = Math.min(...slotsOf(group, missing.length).map((slot) => -(missing[slot] ?? 0)));
    const dropped = Math.min(group.count, Math.max(0, Math.floor(spare + ENOUGH)));
    group.count -= dropped;
    give(missing, group, -dropped);
  }
}

/** Places looked at, over all pairs that are tried: keeps the worst case to about a second. */
const MOST_LOOKS = 3_000_000;

function exchange(missing: Float64Array, groups: Group[], places: readonly Place[]): void {
  let looks = 0;
  for (const [i, first] of groups.entries()) {
    for (const second of groups.slice(i)) {
      while (looks < MOST_LOOKS && first.count > 0 && second.count > (first === second ? 1 : 0)) {
        looks += places.length;
        const one = cheaperForBoth(missing, first, second, places);
        if (one === null) break;
        first.count--;
        second.count--;
        groups.push(one);
      }
    }
  }
}

/** One person who does what these two did, for less; if there is one, they have changed places. */
function cheaperForBoth(missing: Float64Array, first: Group, second: Group, places: readonly Place[]): Group | null {
  give(missing, first, -1);
  give(missing, second, -1);
  const left = new Set([...slotsOf(first, missing.length), ...slotsOf(second, missing.length)]);
  const wanting = [...left].filter((slot) => (missing[slot] ?? 0) > ENOUGH).sort((a, b) => a - b);
  const from = wanting[0] ?? 0;
  const to = wanting.at(-1) ?? -1;
  const mostCost = first.place.kind.cost + second.place.kind.cost;
  let best: Group | null = null;
  if (wanting.length > 0 && wanting.every((slot) => (missing[slot] ?? 0) <= 1 + ENOUGH)) {
    for (const place of places) {
      const { kind, start, offsets } = place;
      if (kind.cost >= (best?.place.kind.cost ?? mostCost) - ENOUGH || start > from || start + kind.lengthSlots <= to) continue;
      const covers = (offset: number | null) =>
        offset === null || wanting.every((slot) => slot < start + offset || slot >= start + offset + kind.breakSlots);
      const offset = offsets.length === 0 ? null : offsets.find(covers);
      if (offset !== undefined) best = { place, offset, count: 1 };
    }
  }
  if (best === null) {
    give(missing, first, 1);
    give(missing, second, 1);
  } else give(missing, best, 1);
  return best;
}

/** By place, in the order of first use. */
function gathered(groups: readonly Group[]): Staffed[] {
  const byPlace = new Map<Place, Group[]>();
  for (const group of groups) {
    if (group.count > 0) byPlace.set(group.place, [...(byPlace.get(group.place) ?? []), group]);
  }
  return [...byPlace].map(([place, same]) => {
    const count = same.reduce((sum, group) => sum + group.count, 0);
    const taken = new Map<number, number>();
    for (const { offset, count } of same) if (offset !== null) taken.set(offset, (taken.get(offset) ?? 0) + count);
    return { place, count, breaks: [...taken].sort(([a], [b]) => a - b).map(([offset, count]) => ({ offset, count })) };
  });
}
