import { act, screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { useState } from 'react';
import type { Language } from '../../../client/i18n/language.js';
import { rosterMessages } from '../../../client/i18n/messages/roster.js';
import { Texts } from '../../../client/i18n/texts.js';
import { LiveSession } from '../../../client/live/session.js';
import { parseRosterAddress, type RosterAddress } from '../../../client/roster/address.js';
import { RosterView } from '../../../client/roster/roster-screen.js';
import type { Command } from '../../../shared/domain/commands.js';
import type { Frame, WireRejection } from '../../../shared/protocol/messages.js';
import type { Sheet } from '../../../shared/protocol/roster-http.js';
import { FakeBrowser } from '../support/fake-browser.js';
import { show } from '../support/screen.js';

// Nothing is laid out here: lists that draw only what is in sight are told how much that is.
Object.defineProperty(Element.prototype, 'clientHeight', { configurable: true, get: () => 640 });
Object.defineProperty(Element.prototype, 'clientWidth', { configurable: true, get: () => 1_200 });

export const HOUR = 3_600_000;
/** Wednesday 15 November 2023, 06:13 in Shanghai. */
export const TODAY = '2023-11-15';
export const TOMORROW = '2023-11-16';
const MIDNIGHT = Date.parse(`${TODAY}T00:00:00+08:00`);

const catalogue = {
  timeZone: 'Asia/Shanghai',
  intervalMs: 1_800_000,
  skills: [],
  contracts: [
    { code: 'strict', name: '标准', ruleSet: 'default', weeklyHours: 40, nightAllowed: true, templates: null },
    { code: 'lenient', name: '公司', ruleSet: 'cn-standard', weeklyHours: 40, nightAllowed: true, templates: null },
  ],
  templates: [{ code: 'EARLY', name: '早班', nameEn: 'Early', startLocal: '08:00', lengthMin: 540 }],
  posts: [],
  holidays: [],
  shrinkageRatio: 0,
  maxOccupancyRatio: 0.88,
};

let nextShift = 1;
/** A shift with an hour for lunch; hours after midnight of its date. */
export function shift(date: string, from: number, to: number) {
  const midnight = MIDNIGHT + Math.round((Date.parse(date) - Date.parse(TODAY)) / 86_400_000) * 24 * HOUR;
  const [startAt, endAt] = [midnight + from * HOUR, midnight + to * HOUR];
  const local = (hours: number) =>
    `${String(Math.floor(hours) % 24).padStart(2, '0')}:${String(Math.round((hours % 1) * 60)).padStart(2, '0')}`;
  const lunch = startAt + 4 * HOUR;
  return {
    id: `s-${nextShift++}`,
    businessDate: date,
    zone: 'Asia/Shanghai',
    startLocal: local(from),
    endLocal: local(to),
    startAt,
    endAt,
    segments: [
      { activity: 'phone', startAt, endAt: lunch },
      { activity: 'meal', startAt: lunch, endAt: lunch + HOUR },
      { activity: 'phone', startAt: lunch + HOUR, endAt },
    ],
  };
}
type TestShift = ReturnType<typeof shift>;
interface Entry {
  readonly draft: TestShift | null;
  readonly published: TestShift | null;
}
export const told = (one: TestShift): Entry => ({ draft: one, published: one });
export const planned = (one: TestShift): Entry => ({ draft: one, published: null });

export const person = (agentId: string, name: string, contract = 'strict') => ({
  agentId,
  name,
  nameEn: null,
  teamId: 't-1',
  contract,
  skills: [],
  queueIds: ['q-1'],
  order: 0,
});
export const duty = (agentId: string, entries: Entry[], more: object = {}) => ({
  agentId,
  version: 1,
  publishedVersion: 1,
  acknowledgedVersion: 1,
  entries,
  exceptions: [],
  overlays: [],
  ...more,
});

/** What the server would say; a test changes it as the roster changes. */
export class RosterServer {
  position = 1;
  people: object[] = [person('a-1', '马春慧'), person('a-2', '杨志强', 'lenient')];
  duties: { agentId: string; entries: Entry[] }[] = [];
  publications: object[] = [];
  sheets = 0;
  /** As today is going from this half-hour on: so many heads are needed where two were forecast. */
  heading: { readonly fromIndex: number; readonly needed: number } | null = null;
  offPlan: object[] = [];

  handlers() {
    return [
      http.get('*/api/v1/roster/catalogue', () => HttpResponse.json(catalogue)),
      http.get('*/api/v1/roster/sheet', ({ request }) => {
        this.sheets += 1;
        const query = new URL(request.url).searchParams;
        return HttpResponse.json(this.sheet(query.get('from') ?? '', query.get('to') ?? ''));
      }),
      http.get('*/api/v1/roster/demand', ({ request }) => {
        const query = new URL(request.url).searchParams;
        return HttpResponse.json(demand(query.get('from') ?? '', query.get('to') ?? '', this.heading));
      }),
      http.get('*/api/v1/roster/swaps', () => HttpResponse.json({ position: '1-0', offers: [], ledger: [] })),
      http.get('*/api/v1/roster/adherence', () =>
        HttpResponse.json({ position: '1-0', date: TODAY, at: MIDNIGHT + 6 * HOUR, rows: [], impact: this.offPlan }),
      ),
    ];
  }
  sheet(from: string, to: string): Sheet {
    const dateOf = ({ draft, published }: Entry) => (draft ?? published)?.businessDate ?? '';
    return {
      position: `${this.position}-0`,
      timeZone: 'Asia/Shanghai',
      from,
      to,
      people: this.people,
      duties: this.duties.map((one) => ({ ...one, entries: one.entries.filter((entry) => dateOf(entry) >= from && dateOf(entry) <= to) })),
      openShifts: [],
      publications: this.publications,
      others: { startAt: MIDNIGHT, stepMs: 900_000, queues: [] },
    } as unknown as Sheet;
  }
}

/** Two agents are needed from nine to six. */
function demand(from: string, to: string, goes: RosterServer['heading']) {
  const needed = Array.from({ length: 48 }, (_, at) => (at >= 18 && at < 36 ? 2 : 0));
  const heading = goes === null || from !== TODAY ? null : headingOf(goes);
  const day = { date: from, startAt: MIDNIGHT + Math.round((Date.parse(from) - Date.parse(TODAY)) / 86_400_000) * 24 * HOUR };
  return {
    position: '1-0',
    timeZone: 'Asia/Shanghai',
    intervalMs: 1_800_000,
    from,
    to,
    queues: [
      {
        queueId: 'q-1',
        target: { formula: 'slOffered', thresholdMs: 20_000, shortAbandonMs: 5_000, goalRatio: 0.8, patienceMs: 180_000 },
        days: [{ ...day, calls: needed.map((one) => one * 5), ahtMs: needed.map(() => 240_000), required: needed, source: 'history' }],
        reforecast: heading?.queue ?? null,
        historyDays: 30,
      },
    ],
    frontLine: { days: [{ ...day, required: needed }], reforecast: heading?.frontLine ?? null },
  };
}

/** Half as many calls again as were forecast; give or take a fifth. */
export const HALF_MORE = { factor: 1.5, low: 1.3, high: 1.7 };

function headingOf({ fromIndex, needed }: NonNullable<RosterServer['heading']>) {
  const at = (value: number) => Array.from({ length: 48 }, (_, i) => (i >= 18 && i < 36 ? value : 0));
  const [low, calls, high] = [at(13), at(15), at(17)];
  const queue = { date: TODAY, fromIndex, heading: HALF_MORE, rawRatio: 1.6, calls, low, high, required: at(needed) };
  return { queue, frontLine: { date: TODAY, fromIndex, low: at(needed), required: at(needed), high: at(needed + 1) } };
}

/** The roster of a supervisor. */
export function page(address: Partial<RosterAddress> = {}, { language }: { language?: Language } = {}) {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  function Roster() {
    const [shown, setShown] = useState<RosterAddress>({ ...parseRosterAddress({}), ...address });
    return (
      <Texts of={rosterMessages}>
        <RosterView address={shown} change={(next) => setShown((before) => ({ ...before, ...next }))} />
      </Texts>
    );
  }
  show(<Roster />, { session, ...(language === undefined ? {} : { language }) });
  const changed = {
    site: [{ id: 'site', name: '东湾客服中心', timeZone: 'Asia/Shanghai', intervalMs: 1_800_000, demo: true }],
    team: [{ id: 't-1', name: '一组' }],
    queue: [{ id: 'q-1', name: '投诉受理', channel: 'voice', waiting: 0, removed: false, order: 0 }],
  };
  act(() => {
    browser.connection.open();
    browser.connection.welcome({ role: 'supervisor' });
    browser.connection.beat();
    browser.connection.frame(null, 1, { changed } as unknown as Frame);
    browser.connection.beat();
    browser.paint();
  });
  return browser;
}

export const sent = (browser: FakeBrowser): Command[] => browser.connection.commands.map(({ request }) => request.command);
export const accept = (browser: FakeBrowser, position = 2) =>
  act(async () =>
    browser.connection.commands
      .at(-1)
      ?.answer({ outcome: 'accepted', epoch: 'e' as never, position: `${position}-0` as never, actionId: 'x-9' as never }),
  );
export const refuse = (browser: FakeBrowser, rejection: WireRejection) =>
  act(async () => browser.connection.commands.at(-1)?.answer({ outcome: 'refused', rejection } as never));

/** Somebody's day, as it is read aloud. */
export const dayOf = (name: string) => screen.findByRole('gridcell', { name: new RegExp(`^${name}`) });
