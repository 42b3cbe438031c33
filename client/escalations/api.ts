import {
  type CaseDetail,
  type CasePage,
  caseDetailSchema,
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
export const fetchPolicy = (signal: AbortSignal) =>
  request<EscalationPolicy>('/escalations/policy', { answer: escalationPolicySchema, signal });
export const fetchPeople = (signal: AbortSignal) => request<People>('/people', { answer: peopleSchema, signal });
