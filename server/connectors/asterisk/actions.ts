import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../../shared/kernel/result.js';
import { type AmiOrder, MAX_VALUE_BYTES, ORDER_PATTERNS, orderFields } from './orders.js';

/**
 * The actions that we send, and no others. Each has its own fields with their own patterns; a value that does not fit is
 * refused, never repaired: a carriage return in a value would begin a second action.
 */
export type AmiAction = AmiQuestion | AmiOrder;

/** Those that only ask. */
export type AmiQuestion =
  | { readonly action: 'Login'; readonly username: string; readonly secret: string; readonly events: 'on' | 'off' }
  | { readonly action: 'Ping' }
  | { readonly action: 'Logoff' }
  | { readonly action: 'Events'; readonly mask: string }
  | { readonly action: 'Filter'; readonly filter: string }
  | { readonly action: 'QueueStatus'; readonly queue?: string; readonly member?: string }
  | { readonly action: 'CoreShowChannels' }
  | { readonly action: 'ExtensionStateList' }
  | { readonly action: 'ListCommands' }
  | { readonly action: 'ShowDialPlan'; readonly context: string; readonly extension?: string }
  | { readonly action: 'ModuleCheck'; readonly module: 'app_chanspy' }
  | { readonly action: 'GetConfig'; readonly filename: 'queues.conf'; readonly category: string };

export type ActionRefusal = { readonly field: string; readonly reason: 'control-character' | 'does-not-fit' | 'line-too-long' };

/** Asterisk refuses longer lines in an action ("line too long"). */
const MAX_ACTION_LINE_BYTES = 1_000;
const NO_CONTROL = /^[^\p{Cc}\u2028\u2029]*$/u;

const PATTERNS: Readonly<Record<string, RegExp>> = {
  ...ORDER_PATTERNS,
  Username: /^[^\p{Cc}]{1,80}$/u,
  Secret: /^[^\p{Cc}]{1,200}$/u,
  ActionID: /^[\w-]{1,64}$/,
  EventMask: /^[a-z]+(?:,[a-z]+)*$/,
  // A regular expression of ours: it never holds anything from outside.
  Filter: /^!?[\w :.$^()|\\*+?[\]-]{1,200}$/,
  Queue: /^[^\p{Cc}]{1,128}$/u,
  Member: /^[^\p{Cc}]{1,200}$/u,
  Module: /^app_chanspy$/,
  Category: /^[^\p{Cc}]{1,128}$/u,
};

/** The bytes of an action on the wire, or why it can't be sent. */
export function encodeAction(action: AmiAction, actionId: string): Result<Buffer, ActionRefusal> {
  const headers: [string, string][] = [['Action', action.action], ['ActionID', actionId], ...fieldsOf(action)];
  const lines: string[] = [];
  for (const [name, value] of headers) {
    if (!NO_CONTROL.test(value)) return err({ field: name, reason: 'control-character' });
    const pattern = PATTERNS[name];
    const maxBytes = MAX_VALUE_BYTES[name] ?? MAX_ACTION_LINE_BYTES;
    if ((pattern && !pattern.test(value)) || Buffer.byteLength(value) > maxBytes) return err({ field: name, reason: 'does-not-fit' });
    const line = `${name}: ${value}\r\n`;
    if (Buffer.byteLength(line) > MAX_ACTION_LINE_BYTES) return err({ field: name, reason: 'line-too-long' });
    lines.push(line);
  }
  return ok(Buffer.from(`${lines.join('')}\r\n`, 'utf8'));
}

function fieldsOf(action: AmiAction): [string, string][] {
  switch (action.action) {
    case 'Login':
      return [
        ['Username', action.username],
        ['Secret', action.secret],
        ['Events', action.events],
      ];
    case 'Events':
      return [['EventMask', action.mask]];
    case 'Filter':
      return [
        ['Operation', 'Add'],
        ['Filter', action.filter],
      ];
    case 'QueueStatus':
      return [...given('Queue', action.queue), ...given('Member', action.member)];
    case 'ShowDialPlan':
      return [['Context', action.context], ...given('Extension', action.extension)];
    case 'ModuleCheck':
      return [['Module', action.module]];
    case 'GetConfig':
      return [
        ['Filename', action.filename],
        ['Category', action.category],
      ];
    case 'Ping':
    case 'Logoff':
    case 'CoreShowChannels':
    case 'ExtensionStateList':
    case 'ListCommands':
      return [];
    default:
      return orderFields(action);
  }
}

const given = (name: string, value: string | undefined): [string, string][] => (value === undefined ? [] : [[name, value]]);

/**
 * Names one action. Hard to guess, so that a caller's name or a UserEvent which forges an answer can't name one of ours.
 */
export const newActionId = (): string => `bw-${randomBytes(12).toString('hex')}`;
