import {
  type BufferImpact,
  type BufferTotals,
  bufferImpactSchema,
  bufferReasonSchema,
  bufferTotalsSchema,
  type StrainTeams,
  strainTeamsSchema,
} from '../../shared/protocol/buffer-http.js';
import { type RosterCatalogue, rosterCatalogueSchema } from '../../shared/protocol/roster-http.js';
import { request } from '../live/api.js';

export const fetchImpact = (bufferId: string, signal: AbortSignal) =>
  request<BufferImpact>(`/buffers/${bufferId}/impact`, { answer: bufferImpactSchema, signal });
/** Only where the agent shares it; that it was opened is written down, and the agent sees by whom. */
export const openReason = (bufferId: string) => request<{ text: string }>(`/buffers/${bufferId}/reason`, { answer: bufferReasonSchema });
export const fetchTotals = (signal: AbortSignal) => request<BufferTotals>('/buffers/totals', { answer: bufferTotalsSchema, signal });
export const fetchStrainTeams = (signal: AbortSignal) => request<StrainTeams>('/strain/teams', { answer: strainTeamsSchema, signal });
export const fetchCatalogue = (signal: AbortSignal) =>
  request<RosterCatalogue>('/roster/catalogue', { answer: rosterCatalogueSchema, signal });
