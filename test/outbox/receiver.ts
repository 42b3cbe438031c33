import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '../../server/outbox/signature.js';

export interface Heard {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly verdict: string;
}
type Answer = (heard: Heard, response: ServerResponse) => void;

export const SECRET = 'a-secret-of-the-receiver-1';
export const ok: Answer = (_, response) => void response.writeHead(204).end();
export const broken: Answer = (_, response) => void response.writeHead(500).end();

/** A receiver of webhooks on a real port, that answers as the test says. */
export async function startReceiver(now: () => number = Date.now) {
  const heard: Heard[] = [];
  let answer: Answer = ok;
  const server = createServer(async (request, response) => {
    const body = await bytesOf(request);
    const header = (name: string) => String(request.headers[name] ?? '');
    const signed = { id: header('webhook-id'), timestamp: header('webhook-timestamp'), signature: header('webhook-signature') };
    const { type, data } = JSON.parse(body.toString()) as Pick<Heard, 'type' | 'data'>;
    const one = { id: signed.id, type, data, verdict: verify([SECRET], signed, body, now()) };
    heard.push(one);
    answer(one, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    answers(with_: Answer) {
      answer = with_;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
