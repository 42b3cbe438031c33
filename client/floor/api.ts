import {
  type AgentDayAnswer,
  agentDaySchema,
  type Series,
  seriesSchema,
  type VisitMeasure,
  type VisitPage,
  visitPageSchema,
} from '../../shared/protocol/http.js';
import { type ApiResult, request } from '../live/api.js';

export interface VisitsQuery {
  readonly measure: VisitMeasure;
  readonly queueId?: string;
  readonly agentId?: string;
  /** Entered from here on, site clock. */
  readonly from?: number;
  readonly limit?: number;
}

export const fetchVisits = (query: VisitsQuery, cursor: string | undefined, signal: AbortSignal): Promise<ApiResult<VisitPage>> =>
  request('/visits', { query: { ...query, cursor }, answer: visitPageSchema, signal });

/** `null`: the whole site. */
export const fetchSeries = (queueId: string | null, signal: AbortSignal): Promise<ApiResult<Series>> =>
  request('/series', { query: { queueId: queueId ?? undefined }, answer: seriesSchema, signal });

export const fetchAgentDay = (agentId: string, signal: AbortSignal): Promise<ApiResult<AgentDayAnswer>> =>
  request(`/agents/${agentId}/day`, { answer: agentDaySchema, signal });
