import type { WireRejection } from '../../shared/protocol/messages.js';
import type { Translate } from './provider.js';
import { violationName } from './rule-name.js';
import { agentLook, STATE_ORDER, stateLook } from './state-look.js';

/** A refusal in words, with who was first where somebody was, and what exactly where that says something to a person. */
export function refusalText(t: Translate, { code, byName, detail }: WireRejection): string {
  const sentence = t(`refusal.${code}`, { name: byName ?? '—' });
  const more = detail === undefined ? undefined : detailText(t, detail);
  return more === undefined ? sentence : t('refusal.detailed', { sentence, detail: more });
}

/** A word of the protocol, for logs and for whoever writes programs; numbers, case numbers and a source's own words are none. */
const CODE = /^[a-z][a-z -]*$/;
/** What may be the code of a labour rule, alone or after the name and day it is about. */
const RULE = /\b[A-Z]+(?:_[A-Z]+)+\b/g;

function detailText(t: Translate, detail: string): string | undefined {
  const state = STATE_ORDER.find((one) => one === detail);
  if (state !== undefined) return t(stateLook(state).key);
  const reason = agentLook({ state: 'not-ready', reasonCode: detail });
  if (reason.ownWord === undefined) return t(reason.key);
  return CODE.test(detail) ? undefined : detail.replace(RULE, (code) => violationName(t, code) ?? code);
}
