import type { EpochMs } from '../../kernel/time.js';
import type { Duty, DutyEntry } from './duty.js';
import { type Shift, sameShift } from './shift.js';

/** Reading an agent's entries. */
export const isUnpublished = ({ draft, published }: DutyEntry): boolean => draft !== published;
/** What an entry is about: the plan, or what it takes away. */
export const shiftOf = ({ draft, published }: DutyEntry): Shift => (draft ?? published) as Shift;
export const dateOf = (entry: DutyEntry): string => shiftOf(entry).businessDate;

export const draftsOf = (duty: Duty | undefined): Shift[] => (duty?.entries ?? []).flatMap(({ draft }) => draft ?? []);
export const publishedOf = (duty: Duty | undefined): Shift[] => (duty?.entries ?? []).flatMap(({ published }) => published ?? []);
/** Those of the other side stay as they are. */
export const inRange = (date: string, { from, to }: { from: string; to: string }): boolean => date >= from && date <= to;

export const byStart = (a: Shift, b: Shift): number => a.startAt - b.startAt || (a.id < b.id ? -1 : 1);
export const overlaps = (a: { startAt: EpochMs; endAt: EpochMs }, b: { startAt: EpochMs; endAt: EpochMs }): boolean =>
  a.startAt < b.endAt && b.startAt < a.endAt;

/** The same content under two names is told as one shift: then there is nothing to publish. */
export const withDraft = ({ published }: DutyEntry, draft: Shift | null): DutyEntry => ({
  published,
  draft: draft !== null && published !== null && sameShift(draft, published) ? published : draft,
});

export const nameOfShift = ({ businessDate, startLocal, endLocal }: Pick<Shift, 'businessDate' | 'startLocal' | 'endLocal'>): string =>
  `${businessDate} ${startLocal}–${endLocal}`;
