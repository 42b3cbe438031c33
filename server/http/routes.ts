import { z } from 'zod';
import { agentIdSchema, caseIdSchema, queueIdSchema, visitIdSchema } from '../../shared/kernel/ids.js';
import {
  bufferImpactQuerySchema,
  bufferImpactSchema,
  bufferParamsSchema,
  bufferPreviewRequestSchema,
  bufferPreviewSchema,
  bufferReasonSchema,
  bufferTotalsSchema,
  changeStrainSchema,
  checkInSchema,
  crisisAnswerSchema,
  myStrainSchema,
  newPrivateSchema,
  ownBuffersSchema,
  privateMadeSchema,
  privateParamsSchema,
  strainTeamsQuerySchema,
  strainTeamsSchema,
  wellbeingCallParamsSchema,
  wellbeingCallsSchema,
  wellbeingSchema,
} from '../../shared/protocol/buffer-http.js';
import {
  actionPageSchema,
  actionQuerySchema,
  agentDaySchema,
  caseDetailSchema,
  caseFigureDetailSchema,
  caseFigureSchema,
  caseFiguresQuerySchema,
  caseFiguresSchema,
  casePageSchema,
  caseQuerySchema,
  changeMeSchema,
  changePasswordSchema,
  changeUserSchema,
  escalationPolicySchema,
  linkIdSchema,
  loginRequestSchema,
  meSchema,
  newTvLinkSchema,
  newUserSchema,
  peopleSchema,
  refusalPageSchema,
  refusalQuerySchema,
  seriesQuerySchema,
  seriesSchema,
  sessionHashSchema,
  sessionListSchema,
  siteInfoSchema,
  tvLinkListSchema,
  tvLinkMadeSchema,
  tvSessionRequestSchema,
  userIdSchema,
  userListSchema,
  userViewSchema,
  visitPageSchema,
  visitQuerySchema,
} from '../../shared/protocol/http.js';
import {
  adherenceQuerySchema,
  adherenceSchema,
  demandQuerySchema,
  demandSchema,
  downloadSchema,
  exportQuerySchema,
  importQuerySchema,
  importReportSchema,
  myAdherenceSchema,
  myRosterSchema,
  rosterCatalogueSchema,
  sheetQuerySchema,
  sheetSchema,
} from '../../shared/protocol/roster-http.js';
import { borrowPreviewSchema, borrowQuerySchema, suggestionsSchema } from '../../shared/protocol/suggestions.js';
import { swapBoardSchema } from '../../shared/protocol/swap-http.js';
import type { RouteKey } from '../auth/access.js';

export interface RouteSpec {
  readonly summary: string;
  /** What is left out must be empty. */
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A file of this type, handed to the handler piece by piece as it comes. */
  readonly upload?: 'text/csv';
  /** Absent: 204, no content. */
  readonly answer?: z.ZodType;
  /** A file in place of an answer. */
  readonly download?: z.ZodType<Download>;
  /** 200 unless told otherwise. */
  readonly status?: 201;
  /** Not counted against the session: an end must always be possible. */
  readonly unlimited?: true;
}

export type Download = z.infer<typeof downloadSchema>;

const userParams = z.strictObject({ userId: userIdSchema });

/** What each route takes and gives. The server parses both ways with these, and the OpenAPI page is made from them. */
export const ROUTES = {
  'GET /api/v1/site': { summary: 'What the sign-in page shows', answer: siteInfoSchema },
  'POST /api/v1/session': { summary: 'Sign in', body: loginRequestSchema, answer: meSchema, status: 201 },
  'POST /api/v1/tv/session': {
    summary: 'Open a view-only link on a television',
    body: tvSessionRequestSchema,
    answer: meSchema,
    status: 201,
  },
  'DELETE /api/v1/session': { summary: 'Sign out', unlimited: true },
  'GET /api/v1/me': { summary: 'Who is signed in', answer: meSchema },
  'PATCH /api/v1/me': { summary: 'Change your language', body: changeMeSchema, answer: meSchema },
  'PUT /api/v1/me/password': { summary: 'Change your password; ends all your sessions, this one too', body: changePasswordSchema },
  'GET /api/v1/sessions': { summary: 'Where you are signed in', answer: sessionListSchema },
  'DELETE /api/v1/sessions/:sessionHash': {
    summary: 'End one of your sessions (an admin: anybody’s)',
    params: z.strictObject({ sessionHash: sessionHashSchema }),
    unlimited: true,
  },
  'POST /api/v1/private': {
    summary: 'Hand over private words, to be named by a request; kept encrypted, and never in the log',
    body: newPrivateSchema,
    answer: privateMadeSchema,
    status: 201,
  },
  'DELETE /api/v1/private/:ref': { summary: 'Erase private words of yours', params: privateParamsSchema, unlimited: true },
  'GET /api/v1/me/wellbeing': { summary: 'Numbers to call, pauses left, and posts that are free', answer: wellbeingSchema },
  'GET /api/v1/me/strain': { summary: 'Your own strain, with all that it is made of; nobody else’s', answer: myStrainSchema },
  'PUT /api/v1/me/strain': {
    summary: 'Switch your strain on or off, share it until the end of your shift, or silence its suggestions',
    body: changeStrainSchema,
    answer: myStrainSchema,
  },
  'POST /api/v1/me/check-in': { summary: 'Say how you are, 1 to 5; erased after a day', body: checkInSchema },
  'GET /api/v1/me/buffers': { summary: 'Your own buffer shifts of the last 90 days, newest first', answer: ownBuffersSchema },
  'POST /api/v1/me/crisis': {
    summary: 'Ask for urgent help: numbers to call, the wellbeing contact is told who asked, all others only that relief is needed',
    body: z.strictObject({}),
    answer: crisisAnswerSchema,
    unlimited: true,
  },
  'GET /api/v1/wellbeing/calls': { summary: 'Whom to call, for the wellbeing contact alone', answer: wellbeingCallsSchema },
  'DELETE /api/v1/wellbeing/calls/:callId': { summary: 'A call is done: erase it', params: wellbeingCallParamsSchema },
  'POST /api/v1/buffers/preview': {
    summary: 'Which starts of a buffer shift are possible, and how each would be answered',
    body: bufferPreviewRequestSchema,
    answer: bufferPreviewSchema,
  },
  'GET /api/v1/buffers/:bufferId/impact': {
    summary: 'What a buffer shift does to the customers and to those who stay; nothing about the person',
    params: bufferParamsSchema,
    query: bufferImpactQuerySchema,
    answer: bufferImpactSchema,
  },
  'GET /api/v1/buffers/:bufferId/reason': {
    summary: 'Why a buffer shift was asked for, while the agent shares it; that it was opened is written down and shown to the agent',
    params: bufferParamsSchema,
    answer: bufferReasonSchema,
  },
  'DELETE /api/v1/buffers/:bufferId/reason': { summary: 'Erase a reason of yours', params: bufferParamsSchema, unlimited: true },
  'GET /api/v1/buffers/totals': {
    summary: 'Buffer shifts by month, of five people and more, and how they are decided, of five requests and more',
    answer: bufferTotalsSchema,
  },
  'GET /api/v1/strain/teams': {
    summary: 'How teams are, by counts of five people and more; and who shares theirs now',
    query: strainTeamsQuerySchema,
    answer: strainTeamsSchema,
  },
  'GET /api/v1/visits': { summary: 'The calls behind a number, newest first', query: visitQuerySchema, answer: visitPageSchema },
  'GET /api/v1/series': { summary: 'Figures of a queue or the site by interval', query: seriesQuerySchema, answer: seriesSchema },
  'GET /api/v1/agents/:agentId/day': {
    summary: 'What an agent did since the site’s midnight (an agent: their own)',
    params: z.strictObject({ agentId: agentIdSchema }),
    answer: agentDaySchema,
  },
  'GET /api/v1/visits/:visitId/suggestions': {
    summary: 'Whom an open call could go to, and why, the best first',
    params: z.strictObject({ visitId: visitIdSchema }),
    answer: suggestionsSchema,
  },
  'GET /api/v1/queues/:queueId/borrow': {
    summary: 'Whom a queue could borrow, and what that would do to it and to the queues that give',
    params: z.strictObject({ queueId: queueIdSchema }),
    query: borrowQuerySchema,
    answer: borrowPreviewSchema,
  },
  'GET /api/v1/actions': {
    summary: 'What people did on the floor, and what came of it, newest first',
    query: actionQuerySchema,
    answer: actionPageSchema,
  },
  'GET /api/v1/refusals': {
    summary: 'Commands that were refused because they were beyond the asker’s role or scope, newest first',
    query: refusalQuerySchema,
    answer: refusalPageSchema,
  },
  'GET /api/v1/cases': { summary: 'Escalation cases, newest first', query: caseQuerySchema, answer: casePageSchema },
  'GET /api/v1/cases/:caseId': {
    summary: 'An escalation case with its timeline',
    params: z.strictObject({ caseId: caseIdSchema }),
    answer: caseDetailSchema,
  },
  'GET /api/v1/escalations/figures': {
    summary: 'How many clocks and promises of cases were met, and how long it took, over the cases you may see',
    query: caseFiguresQuerySchema,
    answer: caseFiguresSchema,
  },
  'GET /api/v1/escalations/figures/:figure': {
    summary: 'One of these figures, by grade and department, with the cases behind it',
    params: z.strictObject({ figure: caseFigureSchema }),
    query: caseFiguresQuerySchema,
    answer: caseFigureDetailSchema,
  },
  'GET /api/v1/escalations/policy': {
    summary: 'Departments, timers, and what you may give without asking',
    answer: escalationPolicySchema,
  },
  'GET /api/v1/people': { summary: 'Whom a case can be given to, and who can be mentioned', answer: peopleSchema },
  'GET /api/v1/roster/catalogue': {
    summary: 'What rosters are made of: skills, contracts, shift templates, posts',
    answer: rosterCatalogueSchema,
  },
  'GET /api/v1/roster/sheet': {
    summary: 'Who works when, planned and told (a lead: the lead’s teams)',
    query: sheetQuerySchema,
    answer: sheetSchema,
  },
  'GET /api/v1/roster/demand': {
    summary: 'Calls that are forecast, the agents they ask for, and where today is heading',
    query: demandQuerySchema,
    answer: demandSchema,
  },
  'GET /api/v1/roster/adherence': {
    summary: 'How far people keep to the roster, and what it does to the queues where they do not',
    query: adherenceQuerySchema,
    answer: adherenceSchema,
  },
  'POST /api/v1/roster/import': {
    summary: 'Read a roster in from a file: check it line by line, and plan all of it or what is right',
    query: importQuerySchema,
    upload: 'text/csv',
    answer: importReportSchema,
  },
  'GET /api/v1/roster/export.csv': {
    summary: 'The roster as a file that can be read in again',
    query: exportQuerySchema,
    download: downloadSchema,
  },
  'GET /api/v1/roster/mine': { summary: 'Your own roster, and what there is to change it with', answer: myRosterSchema },
  'GET /api/v1/roster/swaps': {
    summary: 'What colleagues of the team give away, and who gave and took in the last four weeks',
    answer: swapBoardSchema,
  },
  'GET /api/v1/me/adherence': {
    summary: 'How far you kept to the roster today: the number that your lead sees',
    answer: myAdherenceSchema,
  },
  'GET /api/v1/tv-links': { summary: 'View-only links', answer: tvLinkListSchema },
  'POST /api/v1/tv-links': { summary: 'Make a view-only link', body: newTvLinkSchema, answer: tvLinkMadeSchema, status: 201 },
  'DELETE /api/v1/tv-links/:linkId': {
    summary: 'Revoke a view-only link and every screen that it opened',
    params: z.strictObject({ linkId: linkIdSchema }),
    unlimited: true,
  },
  'GET /api/v1/users': { summary: 'Everyone who may sign in', answer: userListSchema },
  'POST /api/v1/users': { summary: 'Add a person', body: newUserSchema, answer: userViewSchema, status: 201 },
  'PATCH /api/v1/users/:userId': {
    summary: 'Change or disable a person',
    params: userParams,
    body: changeUserSchema,
    answer: userViewSchema,
  },
  'GET /api/v1/users/:userId/sessions': { summary: 'Where a person is signed in', params: userParams, answer: sessionListSchema },
} as const satisfies Record<RouteKey, RouteSpec>;

type Specs = typeof ROUTES;
type Parsed<K extends RouteKey, Part extends string> = Specs[K] extends { [P in Part]: infer S extends z.ZodType } ? z.infer<S> : undefined;
export type ParamsOf<K extends RouteKey> = Parsed<K, 'params'>;
export type QueryOf<K extends RouteKey> = Parsed<K, 'query'>;
export type BodyOf<K extends RouteKey> = Parsed<K, 'body'>;
export type AnswerOf<K extends RouteKey> = Specs[K] extends { download: z.ZodType } ? Download : Parsed<K, 'answer'>;
export const specOf = (route: RouteKey): RouteSpec => ROUTES[route];
