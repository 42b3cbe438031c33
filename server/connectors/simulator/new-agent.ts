import type { ExternalKey } from '../../../shared/kernel/ids.js';
import { type Dice, diceOf } from './draws.js';
import { Line } from './line.js';
import type { Floor, SimAgent, SimQueue, SkillGroup } from './model.js';

type Person = Pick<SimAgent, 'key' | 'index' | 'name' | 'isPhone' | 'home' | 'speed'> & { readonly dice: Dice; readonly now: number };

/** Somebody who is not there yet. */
export function newAgent({ now, ...person }: Person): SimAgent {
  return {
    ...person,
    group: person.home,
    signedIn: false,
    pause: undefined,
    reachable: true,
    offQueue: 'none',
    call: undefined,
    isWrappingUp: false,
    pending: undefined,
    commandedUntil: 0,
    isListed: false,
    readySince: now,
    turn: 0,
    pauseTurn: 0,
    dutyTurn: 0,
    before: undefined,
    after: undefined,
  };
}

/** The group of those who serve just these queues, in this order; made when it is the first time. */
export function groupOf(groups: Map<string, SkillGroup>, queues: readonly SimQueue[]): SkillGroup {
  const name = queues.map(({ key }) => key).join('\n');
  const known = groups.get(name);
  if (known) return known;
  const group: SkillGroup = { queues, ready: new Line() };
  groups.set(name, group);
  for (const queue of queues) queue.groups.push(group);
  return group;
}

/** An agent of the floor, or another phone by that name: any may ring. */
export function phoneOf(floor: Floor, key: ExternalKey, name: string): SimAgent {
  const known = floor.agents.find((agent) => agent.key === key) ?? floor.phones.get(key);
  if (known) return known;
  const home: SkillGroup = { queues: [], ready: new Line() };
  const dice = diceOf(floor.seed, `phone ${key}`);
  const phone = newAgent({ key, index: -1, name, dice, isPhone: true, home, speed: 1, now: floor.now });
  floor.phones.set(key, phone);
  return phone;
}
