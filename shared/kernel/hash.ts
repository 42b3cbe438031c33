/**
 * A 64-bit hash of a text as 13 base-36 characters: two independent 32-bit lanes (xmur3-style mixing).
 * Used to name things, never to protect them: it is not cryptographic. At 200,000 names alive at once the chance
 * that any two collide is about 1 in a billion.
 */
export function shortHash(text: string): string {
  let a = 0x9e3779b9 ^ text.length;
  let b = 0x85ebca6b ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x5bd1e995);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ unit, 0x1b873593);
    b = (b << 17) | (b >>> 15);
  }
  a = finish(a ^ (b >>> 7));
  b = finish(b ^ a);
  const wide = (BigInt(a) << 32n) | BigInt(b);
  return wide.toString(36).padStart(13, '0');
}

function finish(lane: number): number {
  let x = lane >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}
