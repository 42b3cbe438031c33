import type { AmiMessage } from '../connectors/asterisk/message.js';
import { commandsIn } from '../connectors/asterisk/perform/capabilities.js';
import { extensionsOf } from '../connectors/asterisk/perform/dial-plan.js';
import { bad, type Check, good } from '../ops/check.js';
import type { AmiLine } from './ami-line.js';

export interface PbxContexts {
  readonly agent: string | null;
  readonly queue: string | null;
}

interface Power {
  readonly check: string;
  readonly actions: readonly string[];
  readonly needs: string;
  readonly otherwise: string;
}

/** What supervisors can do from here, each with the classes that it takes in `manager.conf`. Without, they only watch. */
const POWERS: readonly Power[] = [
  {
    check: 'pbx-move',
    actions: ['Redirect', 'BlindTransfer', 'Setvar', 'Hangup', 'ShowDialPlan'],
    needs: 'write = call,reporting',
    otherwise: 'calls can’t be moved, picked up, taken over or ended',
  },
  { check: 'pbx-listen', actions: ['Originate', 'Hangup'], needs: 'write = originate,call', otherwise: 'nobody can listen in' },
  {
    check: 'pbx-agents',
    actions: ['QueuePause', 'QueueAdd', 'QueueRemove'],
    needs: 'write = agent',
    otherwise: 'agents can’t be made ready or not ready, signed out or lent to a queue',
  },
  {
    check: 'pbx-priority',
    actions: ['QueueChangePriorityCaller', 'QueueWithdrawCaller'],
    needs: 'a newer Asterisk: no class is needed',
    otherwise: 'callers can’t be put first, or taken out of a queue',
  },
];

/** How many missing names are told: the first ones say what is wrong. */
const TOLD = 5;
/** Of a large floor, the first members say whether the context is the right one. */
const LOOKED_AT = 200;

/** Whether supervisors' actions would work. Asks, and moves nobody. */
export async function checkActions(line: AmiLine, contexts: PbxContexts): Promise<Check[]> {
  const commands = await line.ask({ action: 'ListCommands' });
  const known = commands?.response === 'Success' ? commandsIn(commands) : new Set<string>();
  const powers = POWERS.map((power) => powerOf(power, known));
  const floor = contexts.agent === null && contexts.queue === null ? [] : await floorOf(line);
  return [...powers, await chanSpy(line), await agentContext(line, contexts.agent, floor), await queueContext(line, contexts.queue, floor)];
}

/** Missing rights are no fault: an installation may want to watch only. */
function powerOf({ check, actions, needs, otherwise }: Power, known: ReadonlySet<string>): Check {
  const missing = actions.filter((action) => !known.has(action.toLowerCase()));
  return good(
    check,
    missing.length === 0 ? `${actions.join(', ')}: permitted` : `${missing.join(', ')}: not permitted (${needs}); ${otherwise}`,
  );
}

async function chanSpy(line: AmiLine): Promise<Check> {
  const answer = await line.ask({ action: 'ModuleCheck', module: 'app_chanspy' });
  if (answer?.response === 'Success') return good('pbx-chanspy', 'app_chanspy is loaded');
  const message = answer?.get('Message') ?? 'no answer';
  if (/not loaded/i.test(message))
    return bad('pbx-chanspy', 'app_chanspy is not loaded', 'load app_chanspy.so at the PBX, or nobody can listen in');
  return good('pbx-chanspy', 'not looked at (write = system); without app_chanspy nobody can listen in');
}

async function floorOf(line: AmiLine): Promise<readonly AmiMessage[]> {
  return (await line.list({ action: 'QueueStatus' }))?.items ?? [];
}

async function agentContext(line: AmiLine, context: string | null, floor: readonly AmiMessage[]): Promise<Check> {
  const check = 'pbx-agent-context';
  if (context === null) return good(check, 'AMI_AGENT_CONTEXT is not set: calls can’t be moved to agents, picked up or taken over');
  const interfaces = new Set(floor.filter((item) => item.event === 'QueueMember').map((item) => item.get('Location')));
  const members = [...interfaces].slice(0, LOOKED_AT);
  const missing: string[] = [];
  for (const member of members) if (!(await hasOne(line, context, extensionsOf([member])))) missing.push(member);
  if (missing.length === 0) return good(check, `${context} rings each of the ${members.length} members looked at`);
  return bad(
    check,
    `${missing.length} of ${members.length} members have no extension in ${context}: ${missing.slice(0, TOLD).join(', ')}`,
    'AMI_AGENT_CONTEXT must be the context in which an extension such as 1001 rings PJSIP/1001; and ShowDialPlan needs write = reporting',
  );
}

async function queueContext(line: AmiLine, context: string | null, floor: readonly AmiMessage[]): Promise<Check> {
  const check = 'pbx-queue-context';
  if (context === null) return good(check, 'AMI_QUEUE_CONTEXT is not set: calls can’t be moved to a queue');
  const queues = floor.filter((item) => item.event === 'QueueParams').map((item) => item.get('Queue'));
  const missing: string[] = [];
  for (const queue of queues) if (!(await hasOne(line, context, [queue]))) missing.push(queue);
  if (missing.length === 0) return good(check, `${context} has an extension for each of the ${queues.length} queues`);
  return bad(
    check,
    `no extension in ${context} for ${missing.slice(0, TOLD).join(', ')}${missing.length > TOLD ? ', …' : ''}`,
    'AMI_QUEUE_CONTEXT must be a context in which a queue’s name is an extension that runs Queue(); and ShowDialPlan needs write = reporting',
  );
}

async function hasOne(line: AmiLine, context: string, extensions: readonly string[]): Promise<boolean> {
  for (const extension of extensions) {
    const listed = await line.list({ action: 'ShowDialPlan', context, extension });
    if (listed?.items.some((item) => item.event === 'ListDialplan' && item.get('Priority') === '1')) return true;
  }
  return false;
}
