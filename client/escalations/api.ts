import type { CaseFigure } from '../../shared/metrics/case-figures.js';
import {
  type CaseDetail,
  type CaseFigureDetail,
  type CaseFigures,
  type CasePage,
  type CaseWindow,
  caseDetailSchema,
  caseFigureDetailSchema,
  caseFiguresSchema,
  casePageSchema,
  type EscalationPolicy,
  escalationPolicySchema,
  type People,
  peopleSchema,
} from '../../shared/protocol/http.js';
import { request } from '../live/api.js';

export const fetchCase = (caseId: string, signal: AbortSignal) =>
  request<CaseDetail>(`/cases/${caseId}`, { answer: caseDetailSchema, signal });
export const fetchClosed = (q: string, signal: AbortSignal) =>
  request<CasePage>('/cases', {
    query: { state: 'closed', limit: 200, q: q.trim() === '' ? undefined : q.trim() },
    answer: casePageSchema,
    signal,
  });
export const fetchFigures = (signal: AbortSignal) => request<CaseFigures>('/escalations/figures', { answer: caseFiguresSchema, signal });
export const fetchFigure = (figure: CaseFigure, window: CaseWindow, signal: AbortSignal) =>
  request<CaseFigureDetail>(`/escalations/figures/${figure}`, { query: { window }, answer: caseFigureDetailSchema, signal });
export const fetchPolicy = (signal: AbortSignal) =>
  request<EscalationPolicy>('/escalations/policy', { answer: escalationPolicySchema, signal });
export const fetchPeople = (signal: AbortSignal) => request<People>('/people', { answer: peopleSchema, signal });
