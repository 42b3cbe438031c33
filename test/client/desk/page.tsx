import { act } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { useState } from 'react';
import type { DeskPart } from '../../../client/desk/address.js';
import { DeskView } from '../../../client/desk/desk-screen.js';
import type { Language } from '../../../client/i18n/language.js';
import { LiveSession } from '../../../client/live/session.js';
import type { MyStrain, Wellbeing } from '../../../shared/protocol/buffer-http.js';
import type { Frame } from '../../../shared/protocol/messages.js';
import type { MyRoster } from '../../../shared/protocol/roster-http.js';
import { FakeBrowser, SERVER_AHEAD_MS } from '../support/fake-browser.js';
import { show } from '../support/screen.js';

export const NOW = SERVER_AHEAD_MS;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

const day = {
  agentId: 'a-1',
  from: NOW - HOUR,
  answered: 23,
  handled: 22,
  ahtMs: 252_000,
  talkMs: 200_000,
  holdMs: 10_000,
  acwMs: 42_000,
  transferred: 1,
  ringNoAnswer: 0,
  ringNoAnswerRatio: 0,
  rejectRatio: 0,
  occupancyRatio: 0.8,
  utilisationRatio: 0.7,
  adherenceRatio: 0.97,
  conformanceRatio: 0.98,
  callsPerPaidHour: 9.5,
  signedInMs: HOUR,
};
export const wellbeing: Wellbeing = {
  eap: { name: '心晴热线', phone: '400-820-0000', hours: '24 小时' },
  crisis: [{ name: '心理援助热线', phone: '12356' }],
  defaultLengthMs: 120 * MINUTE,
  posts: [
    { code: 'data', name: '数据分析', nameEn: 'Data', free: 2 },
    { code: 'kb', name: '知识库维护', nameEn: 'Knowledge', free: 0 },
  ],
  microPause: { left: 2, mostMs: 10 * MINUTE },
  isAskedToCover: true,
} as Wellbeing;
export const strain = (more: Partial<MyStrain> = {}): MyStrain => ({
  isOffered: true,
  isOn: true,
  strain: null,
  checkIn: null,
  sharedUntil: null,
  isSnoozed: false,
  suggestion: null,
  ...more,
});
export const roster = (more: object = {}): MyRoster =>
  ({
    position: '1-0',
    timeZone: 'Asia/Shanghai',
    agentId: 'a-1',
    shifts: [],
    overlays: [],
    exceptions: [],
    publishedVersion: 0,
    acknowledgedVersion: null,
    colleagues: [],
    openShifts: [],
    ...more,
  }) as unknown as MyRoster;

/** What an agent's page reads besides its frames; a test puts its own before these. */
export const deskRest = (more: { roster?: MyRoster; strain?: MyStrain } = {}) => [
  http.get('*/api/v1/agents/a-1/day', () => HttpResponse.json(day)),
  http.get('*/api/v1/visits', () => HttpResponse.json({ visits: [], total: 0, next: null })),
  http.get('*/api/v1/me/wellbeing', () => HttpResponse.json(wellbeing)),
  http.get('*/api/v1/me/strain', () => HttpResponse.json(more.strain ?? strain())),
  http.get('*/api/v1/me/buffers', () => HttpResponse.json({ buffers: [] })),
  http.get('*/api/v1/roster/mine', () => HttpResponse.json(more.roster ?? roster())),
  http.get('*/api/v1/roster/swaps', () => HttpResponse.json({ position: '1-0', offers: [], ledger: [] })),
  http.get('*/api/v1/me/adherence', () => HttpResponse.json({ date: '2023-11-15', at: NOW, row: null })),
];

/** The desk of one agent, with what the first frame holds. */
export function page(agent: object = {}, more: object = {}, { part = 'desk', language }: { part?: DeskPart; language?: Language } = {}) {
  const browser = new FakeBrowser();
  const session = new LiveSession(browser);
  function Desk() {
    const [shown, setShown] = useState<DeskPart>(part);
    return <DeskView part={shown} onPart={setShown} />;
  }
  show(<Desk />, { session, ...(language === undefined ? {} : { language }) });
  const changed = {
    site: [{ id: 'site', name: '东湾客服中心', timeZone: 'Asia/Shanghai', intervalMs: 1_800_000, demo: true }],
    agent: [{ id: 'a-1', name: '马春慧', queueIds: ['q-1', 'q-2'], state: 'ready', since: NOW - 41_000, order: 0, ...agent }],
    queue: [
      { id: 'q-1', name: '投诉受理', channel: 'voice', waiting: 2, removed: false, order: 0 },
      { id: 'q-2', name: '售后服务', channel: 'voice', waiting: 0, removed: false, order: 1 },
    ],
    ...more,
  };
  act(() => {
    browser.connection.open();
    browser.connection.welcome({ role: 'agent', agentId: 'a-1' as never });
    browser.connection.beat();
    browser.connection.frame(null, 1, { changed } as unknown as Frame);
    browser.connection.beat();
    browser.paint();
  });
  return browser;
}

/** What the page asked for is granted. */
export const accept = (browser: FakeBrowser) =>
  act(async () =>
    browser.connection.commands
      .at(-1)
      ?.answer({ outcome: 'accepted', epoch: 'e' as never, position: '2-0' as never, actionId: 'x-9' as never }),
  );

export const sent = (browser: FakeBrowser) => browser.connection.commands.map(({ request }) => request.command);
