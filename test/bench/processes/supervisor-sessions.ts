import type { Principal, SessionWatch } from '../../../server/auth/principal.js';
import { epochMs } from '../../../shared/kernel/time.js';

const supervisor: Principal = {
  userId: 'u-bench',
  sessionHash: 'bench',
  role: 'supervisor',
  teamIds: [],
  teams: [],
  displayName: 'Bench',
  language: 'en',
  expiresAt: epochMs(8_640_000_000_000_000),
};

/** Everybody who comes is the same supervisor: signing in is not what is measured. */
export const supervisorSessions: SessionWatch = {
  authenticate: () => Promise.resolve(supervisor),
  onRevoked: () => () => {},
  stillValid: () => true,
  touch: () => {},
};

/** One supervisor with hundreds of screens, all at one address. */
export const noLimits = {
  socketsPerUser: 100_000,
  socketsPerAddress: 100_000,
  handshakes: { points: 100_000, duration: 1 },
} as const;
