import { type BorrowPreview, borrowPreviewSchema, type Suggestions, suggestionsSchema } from '../../shared/protocol/suggestions.js';
import { type ApiResult, request } from '../live/api.js';

export const fetchSuggestions = (visitId: string, signal: AbortSignal): Promise<ApiResult<Suggestions>> =>
  request(`/visits/${visitId}/suggestions`, { answer: suggestionsSchema, signal });

export interface BorrowQuery {
  readonly agents: number;
  readonly forMs: number;
  /** These instead of the best. */
  readonly agentIds?: readonly string[] | undefined;
}

export const fetchBorrow = (
  queueId: string,
  { agents, forMs, agentIds }: BorrowQuery,
  signal: AbortSignal,
): Promise<ApiResult<BorrowPreview>> =>
  request(`/queues/${queueId}/borrow`, { query: { agents, forMs, agentIds: agentIds?.join(',') }, answer: borrowPreviewSchema, signal });
