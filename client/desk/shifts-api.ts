import { type MyAdherence, type MyRoster, myAdherenceSchema, myRosterSchema } from '../../shared/protocol/roster-http.js';
import { type SwapBoard, swapBoardSchema } from '../../shared/protocol/swap-http.js';
import { request } from '../live/api.js';

export const fetchMyRoster = (signal: AbortSignal) => request<MyRoster>('/roster/mine', { answer: myRosterSchema, signal });
export const fetchMyAdherence = (signal: AbortSignal) => request<MyAdherence>('/me/adherence', { answer: myAdherenceSchema, signal });
export const fetchSwapBoard = (signal: AbortSignal) => request<SwapBoard>('/roster/swaps', { answer: swapBoardSchema, signal });
