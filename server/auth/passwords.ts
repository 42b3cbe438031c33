import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { PASSWORD_PROBLEMS } from '../../shared/protocol/http.js';
import { COMMON_PASSWORDS } from './common-passwords.js';

/** argon2id (the library's default kind) with 19 MiB and 2 passes: OWASP's first choice for one lane. 100–340 ms on a small machine. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashing is done on libuv's few threads: more at once would starve file and DNS work, and so the live floor. */
const AT_ONCE = 2;
/** At 150 ms each this is a wait of about 3 s; who comes later is told to come back. */
const MAX_WAITING = 40;

/** Too many sign-ins wait already. */
export class HashingBusy extends Error {
  constructor() {
    super('too many passwords are being checked');
    this.name = 'HashingBusy';
  }
}

export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits. `stored` is null for an unknown user: then it takes as long and says no, so that names can't be
   * guessed by the clock.
   */
  verify(stored: string | null, password: string): Promise<boolean>;
}

export function createPasswords(cost: { memoryCost: number; timeCost: number; parallelism: number } = COST): Passwords {
  const queue = createQueue(AT_ONCE, MAX_WAITING);
  /** Nobody's: what an unknown user's password is compared with. Made once, of random bytes. */
  let nobody: Promise<string> | null = null;
  return {
    hash: (password) => queue.run(() => hash(canonical(password), cost)),
    async verify(stored, password) {
      nobody ??= hash(randomBytes(24).toString('base64'), cost);
      const against = stored ?? (await nobody);
      const fits = await queue.run(() => verify(against, canonical(password)));
      return fits && stored !== null;
    },
  };
}

/** The same characters typed on another keyboard give the same bytes. */
const canonical = (password: string) => password.normalize('NFKC');

/** Why a new password is refused, or null. Length is the schema's matter. */
export function passwordProblem(password: string, login: string): string | null {
  const plain = canonical(password).toLowerCase();
  if (COMMON_PASSWORDS.has(plain)) return PASSWORD_PROBLEMS.common;
  if (new Set(plain).size < 4) return PASSWORD_PROBLEMS.repeats;
  if (isRun(plain)) return PASSWORD_PROBLEMS.run;
  const name = login.toLowerCase();
  if (name.length >= 4 && plain.includes(name)) return PASSWORD_PROBLEMS.name;
  return null;
}

/** `1234567890`, `abcdefghij`, and the same backwards. */
function isRun(text: string): boolean {
  const steps = new Set<number>();
  for (let i = 1; i < text.length; i++) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  return steps.size === 1;
}

function createQueue(atOnce: number, maxWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (running >= atOnce) {
        if (waiting.length >= maxWaiting) throw new HashingBusy();
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else running++;
      try {
        return await work();
      } finally {
        // The place goes straight to the next in line: `running` stays as it is.
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
