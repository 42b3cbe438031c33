import { z } from 'zod';
import type { EpochMs } from '../../shared/kernel/time.js';
import {
  type BufferPreview,
  bufferPreviewSchema,
  crisisAnswerSchema,
  type MyStrain,
  myStrainSchema,
  type OwnBuffers,
  ownBuffersSchema,
  privateMadeSchema,
  type Wellbeing,
  wellbeingSchema,
} from '../../shared/protocol/buffer-http.js';
import { nothing, request } from '../live/api.js';

/** What is the agent's own alone: nobody else's page asks for any of it. */
export const fetchWellbeing = (signal: AbortSignal) => request<Wellbeing>('/me/wellbeing', { answer: wellbeingSchema, signal });

export interface Wish {
  readonly startAt: 'now' | EpochMs;
  readonly lengthMs?: number;
}
export const fetchPreview = (wish: Wish, signal: AbortSignal) =>
  request<BufferPreview>('/buffers/preview', { method: 'POST', body: wish, answer: bufferPreviewSchema, signal });

/** Handed over before the request that names it: the words themselves never travel with a command. */
export const keepPrivate = (text: string) =>
  request<z.infer<typeof privateMadeSchema>>('/private', { method: 'POST', body: { text }, answer: privateMadeSchema });

export const fetchOwnBuffers = (signal: AbortSignal) => request<OwnBuffers>('/me/buffers', { answer: ownBuffersSchema, signal });

/** Gone for good, before the thirty days are over. */
export const eraseReason = (bufferId: string) => request(`/buffers/${bufferId}/reason`, { method: 'DELETE', answer: nothing });

export const askUrgentHelp = () =>
  request<z.infer<typeof crisisAnswerSchema>>('/me/crisis', { method: 'POST', body: {}, answer: crisisAnswerSchema });

export const fetchStrain = (signal: AbortSignal) => request<MyStrain>('/me/strain', { answer: myStrainSchema, signal });
export const changeStrain = (change: { isOn?: boolean; isShared?: boolean; isSnoozed?: boolean }) =>
  request<MyStrain>('/me/strain', { method: 'PUT', body: change, answer: myStrainSchema });
export const sendCheckIn = (value: number) =>
  request('/me/check-in', { method: 'POST', body: { value }, answer: z.union([nothing, z.unknown()]) });
