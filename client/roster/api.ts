import { z } from 'zod';
import {
  type Adherence,
  adherenceSchema,
  type Demand,
  demandSchema,
  type ImportReport,
  importReportSchema,
  type RosterCatalogue,
  rosterCatalogueSchema,
  type Sheet,
  type SheetDuty,
  sheetDutySchema,
  sheetSchema,
} from '../../shared/protocol/roster-http.js';
import { type SwapBoard, swapBoardSchema } from '../../shared/protocol/swap-http.js';
import { type ApiResult, request } from '../live/api.js';
import type { DateRange } from './dates.js';
import { inSlices } from './slices.js';

/** Everything but the people's shifts, which are many. */
const envelopeSchema = z.strictObject({ ...sheetSchema.shape, duties: z.array(z.unknown()) });

export const fetchCatalogue = (signal: AbortSignal) =>
  request<RosterCatalogue>('/roster/catalogue', { answer: rosterCatalogueSchema, signal });

/** A sheet, read by its schema person by person: a week of 120 people would hold the page up for longer than a picture. */
export async function fetchSheet({ from, to }: DateRange, signal: AbortSignal): Promise<ApiResult<Sheet>> {
  const answer = await request('/roster/sheet', { query: { from, to }, answer: envelopeSchema, signal });
  if (!answer.ok) return answer;
  const duties: SheetDuty[] = [];
  let isGood = true;
  const isWanted = await inSlices(
    answer.value.duties,
    (raw) => {
      const duty = sheetDutySchema.safeParse(raw);
      if (duty.success) duties.push(duty.data);
      else isGood = false;
    },
    signal,
  );
  if (!isWanted) throw new Error('the request is no longer wanted');
  if (!isGood) return { ok: false, error: { code: 'unreachable', fields: [], retryAfterMs: null } };
  return { ok: true, value: { ...answer.value, duties } };
}

export const fetchDemand = ({ from, to }: DateRange, signal: AbortSignal) =>
  request<Demand>('/roster/demand', { query: { from, to }, answer: demandSchema, signal });

export const fetchAdherence = (date: string, signal: AbortSignal) =>
  request<Adherence>('/roster/adherence', { query: { date }, answer: adherenceSchema, signal });

export const fetchLedger = (signal: AbortSignal) => request<SwapBoard>('/roster/swaps', { answer: swapBoardSchema, signal });

/** As the browser names it or not, it is read as a table. */
export const sendImport = (file: File, mode: ImportReport['mode'], overrideReason: string) =>
  request<ImportReport>('/roster/import', {
    method: 'POST',
    query: { mode, overrideReason: overrideReason === '' ? undefined : overrideReason },
    body: new Blob([file], { type: 'text/csv' }),
    answer: importReportSchema,
  });

export const exportAddress = (query: { from: string; to: string; teamId: string | null; what: 'published' | 'draft' }): string => {
  const { teamId, ...rest } = query;
  return `/api/v1/roster/export.csv?${new URLSearchParams({ ...rest, ...(teamId === null ? {} : { teamId }) })}`;
};
