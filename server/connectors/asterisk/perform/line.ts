import type { Failure } from '../../../../shared/domain/action/effects.js';
import { SECOND_MS } from '../../../../shared/kernel/time.js';
import type { EffectRequest } from '../../connector.js';
import type { AmiAction } from '../actions.js';
import type { AmiMessage } from '../message.js';
import type { OnReply } from '../session.js';
import type { Timers } from '../timers.js';
import { failed, refusal } from './failures.js';

/** A PBX that answers later than this is not waited for: what it did, if anything, shows in the calls. */
export const ANSWER_MS = 5 * SECOND_MS;

export type Reply =
  /** `items`: of a list, what it lists; of a call that was asked for, how it went. */
  { readonly ok: true; readonly items: readonly AmiMessage[] } | { readonly ok: false; readonly failure: Failure };

export interface Wire {
  send(action: AmiAction, onReply?: OnReply, onLost?: () => void): string | undefined;
  readonly isLive: boolean;
}

/**
 * Asks the PBX for one thing at a time on behalf of one request, and gives each an end. Nothing is written once another node
 * holds the source: that is looked at right before each action.
 */
export class Line {
  private readonly wire: Wire;
  private readonly timers: Timers;
  private readonly request: EffectRequest;

  constructor(wire: Wire, timers: Timers, request: EffectRequest) {
    this.wire = wire;
    this.timers = timers;
    this.request = request;
  }

  /** Asks for a call to be made: `taken` is the PBX's word that it tries, `tried` how it went, within `lastMs` of that. */
  call(action: AmiAction, lastMs: number): { readonly taken: Promise<Reply>; readonly tried: Promise<Reply> } {
    let onTaken: (reply: Reply) => void = () => {};
    const taken = new Promise<Reply>((resolve) => {
      onTaken = resolve;
    });
    const tried = this.ask(action, () => {}, { lastMs, onFirst: () => onTaken({ ok: true, items: [] }) });
    void tried.then(onTaken);
    return { taken, tried };
  }

  /**
   * Resolves with the last of the answer. `onSent` runs at once with the action's id, before anything can come back;
   * `lastMs` is how long the last word may take after the first one.
   */
  ask(
    action: AmiAction,
    onSent: (actionId: string) => void = () => {},
    { lastMs = ANSWER_MS, onFirst = () => {} }: { readonly lastMs?: number; readonly onFirst?: () => void } = {},
  ): Promise<Reply> {
    return new Promise((resolve) => {
      const items: AmiMessage[] = [];
      let undo = () => {};
      const settle = (reply: Reply) => {
        undo();
        resolve(reply);
      };
      const late = (ms: number, words: string) => {
        undo();
        undo = this.timers.after(ms, () => settle(failed('unreachable', words)));
      };
      if (!this.request.isHolder()) return settle(failed('interrupted', 'another node holds the connection'));
      if (!this.wire.isLive) return settle(failed('unreachable', 'no connection to the PBX'));
      const id = this.wire.send(
        action,
        (message, isLast) => {
          if (message.event === '' && message.response !== 'Success') return settle(refusal(message));
          if (message.event !== '') items.push(message);
          if (isLast) return settle({ ok: true, items });
          if (message.event === '') onFirst();
          late(lastMs, 'the PBX did not answer to the end');
        },
        () => settle(failed('unreachable', 'the connection was lost before the PBX answered')),
      );
      if (id === undefined) return settle(failed('refused', `a value of ${action.action} can not be sent`));
      late(ANSWER_MS, `no answer within ${ANSWER_MS / SECOND_MS} s`);
      onSent(id);
    });
  }
}
