import type { AsteriskOptions } from '../../../server/connectors/asterisk/connector.js';
import type { EffectAnswer } from '../../../server/connectors/connector.js';
import type { Effect } from '../../../shared/domain/action/effects.js';
import type { ExternalKey } from '../../../shared/kernel/ids.js';
import type { AmiServerOptions } from '../../support/ami-server.js';
import { RecordedPbx } from '../../support/recorded-pbx.js';
import { LiveRig } from './live-rig.js';
import { type isFact, recordingOf, type Scenario, story, visitOf } from './recordings.js';

export const key = (text: string) => text as ExternalKey;
export const LAB_CONTEXTS = { agent: 'agents', queue: 'queues' };

/** A live connector on a PBX that goes through a recorded session, and the words to ask for things in. */
export class PerformRig {
  readonly pbx: RecordedPbx;
  readonly rig: LiveRig;

  constructor(pbx: RecordedPbx, rig: LiveRig) {
    this.pbx = pbx;
    this.rig = rig;
  }

  /** Everything by itself until the recorded console took this action; read, and settled. */
  async playTo(action: string): Promise<void> {
    this.pbx.playTo(action);
    await this.settle();
  }

  async playPast(event: string, holds: string): Promise<void> {
    this.pbx.playPast(event, holds);
    await this.settle();
  }

  async playOut(): Promise<void> {
    this.pbx.playOut();
    await this.settle();
  }

  async settle(): Promise<void> {
    await this.rig.caughtUp(this.pbx.server);
    this.rig.clock.advance(150);
  }

  /** The call of the caller of this name: as an effect names it. */
  call(caller: string, queue?: string): { visitKey: ExternalKey; queueKey: ExternalKey } {
    const joined = this.rig
      .of('visit.joined')
      .findLast((fact) => fact.caller.name === caller && (queue === undefined || fact.queueKey === queue));
    if (joined === undefined) throw new Error(`${caller} joined no queue`);
    return { visitKey: joined.visitKey, queueKey: joined.queueKey };
  }

  perform(effect: Effect, isHolder?: () => boolean): Promise<EffectAnswer> {
    return this.rig.perform(effect, isHolder);
  }

  /** The caller's stay in that queue, in one line. */
  story(caller: string, queue?: string): string {
    return story(visitOf(this.rig.facts, caller, queue));
  }

  told<T extends Parameters<typeof isFact>[0]>(type: T) {
    return this.rig.of(type);
  }

  last(): Record<string, string> | undefined {
    return this.pbx.orders().at(-1);
  }
}

/** Runs with a recorded PBX and a connector, and leaves nothing running. */
export async function withRecorded(
  scenario: Scenario,
  run: (rig: PerformRig) => Promise<void>,
  options: { readonly connector?: Partial<AsteriskOptions>; readonly server?: AmiServerOptions } = {},
): Promise<void> {
  const pbx = await RecordedPbx.start(recordingOf(scenario), options.server);
  const rig = new LiveRig(pbx.server, { contexts: LAB_CONTEXTS, ...options.connector });
  try {
    await rig.live();
    await run(new PerformRig(pbx, rig));
  } finally {
    await rig.stop();
    await pbx.stop();
  }
}

/** `ListCommands` as Asterisk 22 answered a user with all rights. */
export const recordedCommands = (): string => {
  const recording = recordingOf('04-pause-add-remove-members');
  const text =
    recording.kind === 'session'
      ? recording.lines
          .filter((line) => line.dir === 'in')
          .map((line) => line.raw)
          .join('')
      : '';
  const block = /Response: Success\r\nActionID: con-60\r\n([\s\S]*?)\r\n\r\n/.exec(text)?.[1];
  return `Response: Success\r\n${block}\r\n\r\n`;
};
