import type { Column, LinearProgram, Row, Term } from './linear-program.js';
import type { Place, Staffed } from './shift-cover.js';

/** Where the columns of one place are: its people, and how many of them begin their break at each offset. */
interface Placed {
  readonly place: Place;
  readonly people: number;
  readonly breaks: readonly { readonly offset: number; readonly column: number }[];
}

/**
 * Covering as a linear program with implicit breaks: it grows with the sum of the break windows, not with the product of shifts
 * and breaks. Reads its own solution back.
 */
export class CoverProgram {
  readonly program: LinearProgram;
  readonly #placed: readonly Placed[];

  constructor(demand: readonly number[], places: readonly Place[]) {
    const columns: Column[] = [];
    const add = (cost: number) => columns.push({ cost, isInteger: true }) - 1;
    this.#placed = places.map((place) => ({
      place,
      people: add(place.kind.cost),
      breaks: place.offsets.map((offset) => ({ offset, column: add(0) })),
    }));
    this.program = { columns, rows: [...breakRows(this.#placed), ...slotRows(demand, this.#placed)] };
  }

  /** What a solution stands for. Solvers give whole numbers to within a millionth. */
  staffedBy(values: readonly number[]): Staffed[] {
    const people = (column: number) => Math.round(values[column] ?? 0);
    return this.#placed.flatMap(({ place, people: column, breaks }) => {
      const taken = breaks.map(({ offset, column }) => ({ offset, count: people(column) })).filter(({ count }) => count > 0);
      const count = people(column);
      return count === 0 ? [] : [{ place, count, breaks: taken }];
    });
  }

  /** The same plan as values of the columns, for a solver to begin with. */
  valuesOf(staffed: readonly Staffed[]): number[] {
    const byPlace = new Map(staffed.map((each) => [each.place, each]));
    const values = this.program.columns.map(() => 0);
    for (const { place, people, breaks } of this.#placed) {
      const each = byPlace.get(place);
      if (each === undefined) continue;
      values[people] = each.count;
      for (const { offset, column } of breaks) values[column] = each.breaks.find((taken) => taken.offset === offset)?.count ?? 0;
    }
    return values;
  }
}

/** Whoever works a shift takes its break somewhere in its window. */
const breakRows = (placed: readonly Placed[]): Row[] =>
  placed
    .filter(({ breaks }) => breaks.length > 0)
    .map(({ people, breaks }) => ({
      terms: [...breaks.map(({ column }) => ({ column, factor: 1 })), { column: people, factor: -1 }],
      atLeast: 0,
      atMost: 0,
    }));

/** On duty, less who is on a break, is at least what is needed. A slot that needs nobody asks for nothing. */
function slotRows(demand: readonly number[], placed: readonly Placed[]): Row[] {
  const terms: Term[][] = demand.map(() => []);
  const count = (column: number, factor: number, from: number, length: number) => {
    for (let slot = from; slot < from + length; slot++) terms[slot]?.push({ column, factor });
  };
  for (const { place, people, breaks } of placed) {
    count(people, 1, place.start, place.kind.lengthSlots);
    for (const { offset, column } of breaks) count(column, -1, place.start + offset, place.kind.breakSlots);
  }
  return demand.flatMap((needed, slot) => (needed > 0 ? [{ terms: terms[slot] ?? [], atLeast: needed, atMost: null }] : []));
}
