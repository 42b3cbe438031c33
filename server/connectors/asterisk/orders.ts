/** The actions that change something at the PBX: a closed list, each with the few fields that we ever fill in. */
export type AmiOrder =
  | { readonly action: 'Redirect'; readonly channel: string; readonly context: string; readonly exten: string }
  | { readonly action: 'BlindTransfer'; readonly channel: string; readonly context: string; readonly exten: string }
  /** Never without a channel: that would set a variable of the whole PBX. */
  | { readonly action: 'Setvar'; readonly channel: string; readonly variable: 'QUEUE_PRIO'; readonly value: number }
  | { readonly action: 'Hangup'; readonly channel: string }
  | { readonly action: 'QueueChangePriorityCaller'; readonly queue: string; readonly caller: string; readonly priority: number }
  | { readonly action: 'QueueWithdrawCaller'; readonly queue: string; readonly caller: string }
  /** Without a queue: in all that know this interface. */
  | { readonly action: 'QueuePause'; readonly interface: string; readonly paused: boolean; readonly reason?: string }
  | {
      readonly action: 'QueueAdd';
      readonly queue: string;
      readonly interface: string;
      readonly memberName: string;
      readonly stateInterface: string;
      readonly penalty: number;
      readonly paused: boolean;
      readonly reason?: string;
    }
  | { readonly action: 'QueueRemove'; readonly queue: string; readonly interface: string }
  /** Rings a phone and has it listen in. `channelId` becomes the new channel's unique id. */
  | {
      readonly action: 'Originate';
      readonly phone: string;
      readonly spied: string;
      readonly options: SpyOptions;
      readonly channelId: string;
      readonly shownNumber: string;
      readonly ringMs: number;
    };

/** `q` says no word to anybody, `S` ends with the call; `w` is heard by the agent, `B` by both. */
export type SpyOptions = 'qS' | 'qwS' | 'qBS';
export type OrderName = AmiOrder['action'];

/** Normal clearing: what a phone shows of a call that somebody ended. */
const NORMAL_CLEARING = '16';

export function orderFields(order: AmiOrder): [string, string][] {
  switch (order.action) {
    case 'Redirect':
      return [
        ['Channel', order.channel],
        ['Context', order.context],
        ['Exten', order.exten],
        ['Priority', '1'],
      ];
    case 'BlindTransfer':
      return [
        ['Channel', order.channel],
        ['Context', order.context],
        ['Exten', order.exten],
      ];
    case 'Setvar':
      return [
        ['Channel', order.channel],
        ['Variable', order.variable],
        ['Value', String(order.value)],
      ];
    case 'Hangup':
      return [
        ['Channel', order.channel],
        ['Cause', NORMAL_CLEARING],
      ];
    case 'QueueChangePriorityCaller':
      return [
        ['Queue', order.queue],
        ['Caller', order.caller],
        ['Priority', String(order.priority)],
        // Without it only the number changes, and the caller keeps the place in line. Older versions know no other way.
        ['Immediate', 'yes'],
      ];
    case 'QueueWithdrawCaller':
      return [
        ['Queue', order.queue],
        ['Caller', order.caller],
      ];
    case 'QueuePause':
      return [['Interface', order.interface], ['Paused', String(order.paused)], ...reasonOf(order)];
    case 'QueueAdd':
      return [
        ['Queue', order.queue],
        ['Interface', order.interface],
        ['MemberName', order.memberName],
        ['StateInterface', order.stateInterface],
        ['Penalty', String(order.penalty)],
        ['Paused', String(order.paused)],
        ...reasonOf(order),
      ];
    case 'QueueRemove':
      return [
        ['Queue', order.queue],
        ['Interface', order.interface],
      ];
    case 'Originate':
      return [
        ['Channel', order.phone],
        ['Application', 'ChanSpy'],
        ['Data', `${order.spied},${order.options}`],
        ['CallerID', `"Breakwater" <${order.shownNumber}>`],
        ['Async', 'true'],
        ['Timeout', String(order.ringMs)],
        ['ChannelId', order.channelId],
      ];
  }
}

const reasonOf = ({ reason }: { readonly reason?: string }): [string, string][] => (reason === undefined ? [] : [['Reason', reason]]);

/** A channel's full name, `PJSIP/1001-0000018d`, `Local/1005@agents-00000065;1`. One that begins with `/` would be a pattern. */
const CHANNEL = /^[A-Za-z][^\p{Cc}/]{0,40}\/[^\p{Cc}]{1,160}$/u;

/** What each field may hold, on top of the rule that none holds a control character. */
export const ORDER_PATTERNS: Readonly<Record<string, RegExp>> = {
  Channel: CHANNEL,
  Caller: CHANNEL,
  Context: /^[^\p{Cc}\s,|&]{1,79}$/u,
  // One that begins with `_` is a pattern, not an extension.
  Exten: /^(?!_)[^\p{Cc}\s,|&](?:[^\p{Cc},|&]{0,77}[^\p{Cc}\s,|&])?$/u,
  Extension: /^(?!_)[^\p{Cc}\s,|&](?:[^\p{Cc},|&]{0,77}[^\p{Cc}\s,|&])?$/u,
  Priority: /^-?\d{1,7}$/,
  Value: /^-?\d{1,7}$/,
  Variable: /^QUEUE_PRIO$/,
  Cause: /^16$/,
  Interface: /^[^\p{Cc}]{1,200}$/u,
  StateInterface: /^[^\p{Cc}]{0,200}$/u,
  MemberName: /^[^\p{Cc}]{1,79}$/u,
  Penalty: /^\d{1,7}$/,
  Paused: /^(?:true|false)$/,
  Reason: /^[^\p{Cc}]{1,79}$/u,
  Application: /^ChanSpy$/,
  // Of a comma, everything after it would be options of the spy; `&` could name further channels.
  Data: /^[A-Za-z][^\p{Cc},|&$]{1,200},q[wB]?S$/u,
  CallerID: /^"Breakwater" <[\w*#+.-]{0,40}>$/,
  Timeout: /^\d{4,5}$/,
  ChannelId: /^[\w.-]{1,120}$/,
};

/** Asterisk cuts these by bytes; cut inside a character, the event that tells of it is never sent. */
export const MAX_VALUE_BYTES: Readonly<Record<string, number>> = { Reason: 79, MemberName: 79 };
