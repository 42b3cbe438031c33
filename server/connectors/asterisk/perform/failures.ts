import type { Failure } from '../../../../shared/domain/action/effects.js';
import type { EffectAnswer } from '../../connector.js';
import type { AmiMessage } from '../message.js';
import { cleanText } from '../text.js';

/** As a failure is written into the log. */
const MAX_DETAIL = 200;

export const DONE: EffectAnswer = { ok: true };

export const failed = (code: Failure['code'], detail?: string): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: detail === undefined ? { code } : { code, detail: cleanText(detail, MAX_DETAIL) },
});

/** Asterisk's words for a channel or a queue's caller that is not there any more. */
const GONE = /channel does not exist|no such (?:channel|caller)|channel not existent/i;

/** `Response: Error`, in the PBX's own words. */
export function refusal(answer: AmiMessage): { readonly ok: false; readonly failure: Failure } {
  const words = answer.get('Message') || 'refused without a reason';
  return failed(GONE.test(words) ? 'caller-gone' : 'refused', words);
}

export const callerGone = failed('caller-gone');
