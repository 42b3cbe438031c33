import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressBehind } from '../../server/realtime/address.js';

const request = (remoteAddress: string, forwarded?: string | string[]) =>
  ({ headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress } }) as unknown as IncomingMessage;
const nobody = () => false;
const oneHop = (_: string, hop: number) => hop < 1;
const inside = (address: string) => address.startsWith('10.');

test.each([
  ['without a proxy, what a browser claims counts for nothing', request('203.0.113.7', '1.2.3.4'), nobody, '203.0.113.7'],
  ['behind one proxy, its word is taken', request('10.0.0.1', '203.0.113.7'), oneHop, '203.0.113.7'],
  ['a client that forges the header gains nothing', request('10.0.0.1', '1.2.3.4, 203.0.113.7'), oneHop, '203.0.113.7'],
  ['several proxies of ours are passed', request('10.0.0.1', ['1.2.3.4, 203.0.113.7', '10.0.0.2']), inside, '203.0.113.7'],
  ['all of ours: the farthest', request('10.0.0.1', '10.0.0.9'), inside, '10.0.0.9'],
  ['a proxy that says nothing is the client', request('10.0.0.1', ' , '), oneHop, '10.0.0.1'],
])('%s', (_, from, isTrusted, address) => {
  expect(addressBehind(from, isTrusted)).toBe(address);
});
