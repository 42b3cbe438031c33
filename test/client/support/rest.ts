import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Me, SiteInfo } from '../../../shared/protocol/http.js';

export const siteInfo = {
  siteId: 'demo',
  name: '东湾客服中心',
  nameEn: 'Dongwan Centre',
  demo: true,
  version: '0.1.0',
  demoAccounts: [
    { login: 'zhoumin', password: 'harbour-demo-2026', role: 'supervisor', displayName: '周敏' },
    { login: 'agent', password: 'harbour-demo-2026', role: 'agent', displayName: '马春慧' },
  ],
} as unknown as SiteInfo;

export const me = {
  userId: 'u-1',
  displayName: '周敏',
  role: 'supervisor',
  language: 'zh',
  teamIds: [],
  teams: [],
  agentId: null,
  sessionEndsAt: 1_800_000_000_000,
} as unknown as Me;

export const problem = (status: number, code: string, more: object = {}) =>
  HttpResponse.json(
    { type: 'about:blank', title: code, status, code, ...more },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );

/** Answers REST for the tests of one file; each test adds what it is about. */
export function serveRest() {
  const server = setupServer(
    http.get('*/api/v1/site', () => HttpResponse.json(siteInfo)),
    http.get('*/api/v1/wellbeing/calls', () => HttpResponse.json({ isContact: false, calls: [] })),
  );
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return server;
}
