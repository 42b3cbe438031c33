import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';
import { z } from 'zod';
import {
  type ClientToServer,
  commandAnswerSchema,
  type Frame,
  goodbyeSchema,
  heartbeatSchema,
  type ServerToClient,
  welcomeSchema,
} from '../../shared/protocol/messages.js';
import type { Dial } from './transport.js';

/** The only file that knows the socket. WebSocket alone: no node of the server needs to remember us between requests. */
export function dialBySocket(options: { url?: string } = {}): Dial {
  return (on) => {
    const socket: Socket<ServerToClient, ClientToServer> = io(options.url ?? window.location.origin, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    let over = false;
    const lose = (signedOut: boolean) => {
      if (over) return;
      over = true;
      socket.disconnect();
      on.lost({ signedOut });
    };
    /** What does not read as its message is dropped with the connection: the next one begins from a position we know. */
    const parsed =
      <T>(schema: z.ZodType<T>, tell: (message: T) => void) =>
      (message: unknown) => {
        if (over) return;
        const result = schema.safeParse(message);
        if (result.success) tell(result.data);
        else lose(false);
      };
    socket.on('connect', () => !over && on.opened());
    socket.on('connect_error', (error) => lose(isSignedOut(error)));
    socket.on('disconnect', () => lose(false));
    socket.on('welcome', parsed(welcomeSchema, on.welcome));
    socket.on(
      'frame',
      parsed(frameEnvelopeSchema, (frame) => on.frame(frame as Frame)),
    );
    socket.on('heartbeat', parsed(heartbeatSchema, on.heartbeat));
    socket.on('goodbye', parsed(goodbyeSchema, on.goodbye));
    return {
      hello: (hello) => socket.emit('hello', hello),
      seen: (position) => socket.volatile.emit('seen', position),
      command: (request, answer) =>
        socket.emit('command', request, (raw: unknown) => {
          const parsed = commandAnswerSchema.safeParse(raw);
          // An answer of another version says as little as none.
          answer(parsed.success ? parsed.data : { outcome: 'not-confirmed', commitId: request.id });
        }),
      close: () => {
        over = true;
        socket.disconnect();
      },
    };
  };
}

/** The frame around the entities. They themselves are the server's word: reading ten thousand twice would cost a frame of the screen. */
const frameEnvelopeSchema = z.object({
  epoch: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  at: z.number(),
  readAt: z.number().optional(),
  changed: z.record(z.string(), z.array(z.unknown())),
  gone: z.record(z.string(), z.array(z.unknown())),
});

/** How the server refuses the handshake of a browser that it does not know. */
const isSignedOut = (error: Error & { data?: unknown }) =>
  error.message === 'signed-out' ||
  (typeof error.data === 'object' && error.data !== null && 'because' in error.data && error.data.because === 'signed-out');
