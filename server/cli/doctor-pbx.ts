import type { AmiAction } from '../connectors/asterisk/actions.js';
import type { AmiMessage } from '../connectors/asterisk/message.js';
import { bad, type Check, good } from '../ops/check.js';
import { openLine } from './ami-line.js';
import { checkActions, type PbxContexts } from './doctor-pbx-actions.js';

export interface PbxAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  readonly contexts: PbxContexts;
}

interface Right {
  readonly check: string;
  readonly action: AmiAction;
  /** For `manager.conf`. Taken from `ListCommands` of Asterisk 22: one of these classes is enough. */
  readonly needs: string;
  /** What is lost without; null: it can't do without. */
  readonly otherwise: string | null;
}

/**
 * What the PBX user must be allowed to ask. Which events it may *read* can't be asked without making something happen at the PBX: a
 * floor that stays empty while calls come in lacks `read = system,call,agent,dialplan`.
 */
const RIGHTS: readonly Right[] = [
  // A queue that is not there: the answer is short, and an error of another kind.
  { check: 'pbx-queues', action: { action: 'QueueStatus', queue: 'breakwater-doctor' }, needs: 'no class', otherwise: null },
  // Shows after a restart who is still talking.
  { check: 'pbx-channels', action: { action: 'CoreShowChannels' }, needs: 'write = system or reporting', otherwise: null },
  {
    check: 'pbx-devices',
    action: { action: 'ExtensionStateList' },
    needs: 'write = call or reporting',
    otherwise: 'a phone’s state is known only once it changes',
  },
  {
    check: 'pbx-filter',
    action: { action: 'Filter', filter: 'Event: FullyBooted' },
    needs: 'write = system',
    otherwise: 'all events are read, which costs three times the bytes',
  },
  {
    check: 'pbx-wrap-up',
    action: { action: 'GetConfig', filename: 'queues.conf', category: 'general' },
    needs: 'write = system or config',
    otherwise: 'wrap-up times come from the site file',
  },
];

/** Signs in as the connector does, asks for each right, and leaves. Changes nothing at the PBX. */
export async function checkPbx(address: PbxAddress): Promise<Check[]> {
  const where = `${address.host}:${address.port}`;
  const line = openLine(address);
  try {
    const banner = await line.banner;
    if (banner === null)
      return [bad('pbx', `${where}: ${line.problem()}`, 'is manager.conf enabled and bound to this address, and the port open?')];
    const reached = good('pbx', `${where} answers (AMI ${banner})`);
    const login = await line.ask({ action: 'Login', username: address.user, secret: address.secret, events: 'off' });
    if (login?.response !== 'Success') {
      const detail = login === null ? `no answer (${line.problem()})` : login.get('Message') || 'refused';
      return [
        reached,
        bad(
          'pbx-login',
          detail.slice(0, 200),
          'compare AMI_USER and AMI_SECRET with manager.conf, and its permit and deny with this address',
        ),
      ];
    }
    const checks = [reached, good('pbx-login', 'accepted')];
    for (const right of RIGHTS) checks.push(judge(right, await line.ask(right.action)));
    checks.push(...(await checkActions(line, address.contexts)));
    await line.ask({ action: 'Logoff' });
    return checks;
  } finally {
    line.close();
  }
}

function judge({ check, action, needs, otherwise }: Right, answer: AmiMessage | null): Check {
  if (answer === null) return bad(check, `${action.action}: no answer`, 'is the PBX overloaded?');
  const message = answer.get('Message');
  if (/unknown command/i.test(message)) return bad(check, `${action.action} is not known`, 'load app_queue.so at the PBX');
  // Other errors (no such queue, no such category) come after the right was checked.
  const isDenied = /permission denied/i.test(message);
  if (isDenied && otherwise === null) return bad(check, `${action.action}: permission denied`, `give the user in manager.conf ${needs}`);
  if (isDenied) return good(check, `${action.action}: not permitted (${needs}); ${otherwise}`);
  return good(check, `${action.action}: permitted`);
}
