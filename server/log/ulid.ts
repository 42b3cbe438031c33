import { randomBytes } from 'node:crypto';
import type { Epoch } from '../../shared/kernel/ids.js';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: 48 bits of time, then 80 random ones, so that epochs sort by when they began. */
export function newEpoch(nowMs: number): Epoch {
  let time = '';
  for (let left = Math.floor(nowMs), i = 0; i < 10; i++, left = Math.floor(left / 32)) time = CROCKFORD[left % 32] + time;
  let dice = '';
  for (const byte of randomBytes(16)) dice += CROCKFORD[byte % 32];
  return (time + dice) as Epoch;
}
