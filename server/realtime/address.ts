import type { IncomingMessage } from 'node:http';

/**
 * The address of the browser behind the proxies that may be believed, nearest first: as Express has it for routes, whose
 * `trust proxy fn` is the natural argument. The first that is not one of ours is the client; what it says itself counts for nothing.
 */
export function addressBehind(request: IncomingMessage, isTrusted: (address: string, hop: number) => boolean): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const told = forwarded.map((address) => address.trim()).filter((address) => address !== '');
  const hops = [request.socket.remoteAddress ?? '', ...told.reverse()];
  const client = hops.findIndex((address, hop) => !isTrusted(address, hop));
  return hops[client === -1 ? hops.length - 1 : client] ?? '';
}
