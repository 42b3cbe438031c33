import type { Role } from '../../shared/protocol/messages.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const PEOPLE = ['agent', 'lead', 'supervisor', 'admin'] as const;
const AGENT = ['agent'] as const;
/** Whoever decides about a buffer shift; administrators do not (B.4.4). */
const DECIDERS = ['lead', 'supervisor'] as const;
const FLOOR = ['lead', 'supervisor', 'admin'] as const;
const CHIEFS = ['supervisor', 'admin'] as const;
const ADMIN = ['admin'] as const;

/**
 * Who may call which route. A route that is not here does not exist: handlers are mounted from this table, and a handler or a
 * description that is missing does not compile. What a role sees *within* an answer is cut by its scope (`scope.ts`).
 */
export const ACCESS = {
  'GET /api/v1/site': 'anyone',
  'POST /api/v1/session': 'anyone',
  'POST /api/v1/tv/session': 'anyone',

  'DELETE /api/v1/session': [...PEOPLE, 'wall'],
  'GET /api/v1/me': [...PEOPLE, 'wall'],
  'PATCH /api/v1/me': PEOPLE,
  'PUT /api/v1/me/password': PEOPLE,
  'GET /api/v1/sessions': PEOPLE,
  'DELETE /api/v1/sessions/:sessionHash': PEOPLE,

  'POST /api/v1/private': AGENT,
  'DELETE /api/v1/private/:ref': AGENT,
  'GET /api/v1/me/wellbeing': AGENT,
  'GET /api/v1/me/strain': AGENT,
  'PUT /api/v1/me/strain': AGENT,
  'POST /api/v1/me/check-in': AGENT,
  'GET /api/v1/me/buffers': AGENT,
  'POST /api/v1/me/crisis': AGENT,
  'GET /api/v1/wellbeing/calls': PEOPLE,
  'DELETE /api/v1/wellbeing/calls/:callId': PEOPLE,

  'POST /api/v1/buffers/preview': AGENT,
  'GET /api/v1/buffers/:bufferId/impact': DECIDERS,
  'GET /api/v1/buffers/:bufferId/reason': ['agent', ...DECIDERS],
  'DELETE /api/v1/buffers/:bufferId/reason': AGENT,
  'GET /api/v1/buffers/totals': DECIDERS,
  'GET /api/v1/strain/teams': DECIDERS,

  'GET /api/v1/visits': PEOPLE,
  'GET /api/v1/series': FLOOR,
  'GET /api/v1/agents/:agentId/day': PEOPLE,
  'GET /api/v1/visits/:visitId/suggestions': FLOOR,
  'GET /api/v1/queues/:queueId/borrow': FLOOR,

  'GET /api/v1/actions': FLOOR,
  'GET /api/v1/refusals': ADMIN,

  'GET /api/v1/cases': PEOPLE,
  'GET /api/v1/cases/:caseId': PEOPLE,
  'GET /api/v1/escalations/figures': PEOPLE,
  'GET /api/v1/escalations/figures/:figure': PEOPLE,
  'GET /api/v1/escalations/policy': PEOPLE,
  'GET /api/v1/people': PEOPLE,

  'GET /api/v1/roster/catalogue': FLOOR,
  'GET /api/v1/roster/sheet': FLOOR,
  'GET /api/v1/roster/demand': FLOOR,
  'GET /api/v1/roster/adherence': FLOOR,
  'POST /api/v1/roster/import': FLOOR,
  'GET /api/v1/roster/export.csv': FLOOR,
  'GET /api/v1/roster/mine': PEOPLE,
  'GET /api/v1/roster/swaps': PEOPLE,
  'GET /api/v1/me/adherence': PEOPLE,

  'GET /api/v1/tv-links': CHIEFS,
  'POST /api/v1/tv-links': CHIEFS,
  'DELETE /api/v1/tv-links/:linkId': CHIEFS,

  'GET /api/v1/users': ADMIN,
  'POST /api/v1/users': ADMIN,
  'PATCH /api/v1/users/:userId': ADMIN,
  'GET /api/v1/users/:userId/sessions': ADMIN,
} as const satisfies Record<`${Method} /api/v1/${string}`, readonly Role[] | 'anyone'>;

export type RouteKey = keyof typeof ACCESS;
export const ROUTE_KEYS = Object.keys(ACCESS) as readonly RouteKey[];

export type Access = 'granted' | 'not-signed-in' | 'not-permitted';

export function accessTo(route: RouteKey, role: Role | null): Access {
  const allowed: readonly Role[] | 'anyone' = ACCESS[route];
  if (allowed === 'anyone') return 'granted';
  if (role === null) return 'not-signed-in';
  return allowed.includes(role) ? 'granted' : 'not-permitted';
}
