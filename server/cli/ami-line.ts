import { connect, type Socket } from 'node:net';
import { type AmiAction, encodeAction, newActionId } from '../connectors/asterisk/actions.js';
import { Framer } from '../connectors/asterisk/framing.js';
import type { AmiMessage } from '../connectors/asterisk/message.js';

/** For each step: connecting, the greeting, an answer. */
const STEP_MS = 5_000;
/** Members of the largest floor; what a list holds beyond is not looked at. */
const MAX_ITEMS = 50_000;

export interface Listed {
  readonly answer: AmiMessage;
  readonly items: readonly AmiMessage[];
}
export type AmiLine = ReturnType<typeof openLine>;

interface Waiting {
  readonly items: AmiMessage[];
  answer: AmiMessage | undefined;
  readonly settle: (listed: Listed | null) => void;
}

/** A bare AMI line for a few questions, one after the other. Every wait ends. */
export function openLine({ host, port }: { readonly host: string; readonly port: number }) {
  const socket: Socket = connect({ host, port, timeout: STEP_MS });
  let problem = 'no answer';
  let onBanner: (version: string | null) => void = () => {};
  const waiting = new Map<string, Waiting>();
  const end = () => {
    onBanner(null);
    for (const question of waiting.values()) question.settle(null);
    waiting.clear();
  };
  const framer = new Framer({
    onBanner: (version) => onBanner(version),
    onMessage(message) {
      const question = waiting.get(message.actionId);
      if (question === undefined) return;
      if (message.response !== '') question.answer = message;
      else if (question.items.length < MAX_ITEMS) question.items.push(message);
      if (message.get('EventList').toLowerCase() === 'start' || question.answer === undefined) return;
      if (message.event !== '' && message.get('EventList') === '') return;
      waiting.delete(message.actionId);
      question.settle({ answer: question.answer, items: question.items });
    },
    onDropped: () => {},
  });
  socket.on('data', (chunk: Buffer) => framer.push(chunk));
  socket.on('timeout', () => socket.destroy());
  socket.on('error', (error: NodeJS.ErrnoException) => {
    problem = error.code ?? 'connection failed';
  });
  socket.on('close', end);
  const list = (action: AmiAction): Promise<Listed | null> => {
    const id = newActionId();
    const bytes = encodeAction(action, id);
    if (!bytes.ok || socket.destroyed) return Promise.resolve(null);
    const listed = new Promise<Listed | null>((settle) => waiting.set(id, { items: [], answer: undefined, settle }));
    socket.write(bytes.value);
    return listed;
  };
  return {
    banner: new Promise<string | null>((resolve) => {
      onBanner = resolve;
    }),
    problem: () => problem,
    /** The answer, and what it lists. */
    list,
    ask: async (action: AmiAction): Promise<AmiMessage | null> => (await list(action))?.answer ?? null,
    close: () => socket.destroy(),
  };
}
