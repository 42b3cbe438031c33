import { createHmac } from 'node:crypto';

/** A number as the log may hold it. */
export interface MaskedNumber {
  readonly masked: string;
  /** Recognises the caller again. */
  readonly hash?: string;
  /** Where the raw number is kept until it expires. */
  readonly ref?: string;
}
/** Turns a raw number into what may leave the connector. Called once for each number, where it is read. */
export type CallerMask = (number: string) => MaskedNumber;

/** The masked form: enough to tell two callers apart on a screen, too little to call one back. */
export function maskDigits(number: string): string {
  const digits = number.replace(/\D/g, '');
  const plus = number.trim().startsWith('+') ? '+' : '';
  if (digits.length === 0) return '';
  if (digits.length >= 11) return `${plus}${digits.slice(0, 3)}****${digits.slice(-4)}`;
  if (digits.length >= 8) return `${plus}${digits.slice(0, 2)}****${digits.slice(-2)}`;
  if (digits.length >= 5) return `${plus}****${digits.slice(-2)}`;
  return '****';
}

/** Masks and, given a key, adds a keyed hash by which a caller is recognised. Numbers differ by digits only. */
export function createCallerMask(hmacKey?: Uint8Array): CallerMask {
  return (number) => {
    const masked = maskDigits(number);
    const digits = number.replace(/\D/g, '');
    if (hmacKey === undefined || digits.length < 5) return { masked };
    return { masked, hash: createHmac('sha256', hmacKey).update(digits).digest('base64url').slice(0, 22) };
  };
}
