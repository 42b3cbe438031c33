import type { TeamId } from '../../shared/kernel/ids.js';
import type { EpochMs } from '../../shared/kernel/time.js';
import type { Role } from '../../shared/protocol/messages.js';

/**
 * Somebody who has signed in, as every route, socket and frame may know them. A copy of what was true when it was made:
 * long-lived holders (sockets) must drop it when `SessionWatch` says that it was revoked.
 */
export interface Principal {
  /** `u-…`; a TV's device has `tv-…`. */
  readonly userId: string;
  /** SHA-256 of the session id, hex: names the session without being able to use it. */
  readonly sessionHash: string;
  readonly role: Role;
  /** What a lead sees; empty for all others. */
  readonly teamIds: readonly TeamId[];
  /** The same teams by the names in the site file. */
  readonly teams: readonly string[];
  /** The person's key at the source (`PJSIP/1001`), when they take calls themselves. */
  readonly agentKey?: string;
  readonly displayName: string;
  readonly language: 'zh' | 'en';
  /** When the session ends at the latest, whatever its holder does. Real time. */
  readonly expiresAt: EpochMs;
}

/** Why a session that was good no longer is. Shown to its holder. */
export type RevocationReason =
  | 'signed-out'
  | 'ended-elsewhere'
  | 'user-disabled'
  | 'role-changed'
  | 'password-changed'
  | 'link-revoked'
  | 'expired';

export interface Revocation {
  readonly sessionHash: string;
  readonly userId: string;
  readonly reason: RevocationReason;
}

/** What the live view needs to know of sessions. */
export interface SessionWatch {
  /**
   * Who is behind a `Cookie` header, or null: no cookie, a forged one, an ended session, a disabled user. Reads the session
   * and the user afresh, so it is right on every node at once. Does not count as activity (see `touch`).
   */
  authenticate(cookieHeader: string | undefined): Promise<Principal | null>;
  /**
   * Calls back, on every node and within a second, for each session that ends early. Returns its undo. Whoever holds a
   * socket of that session sends nothing more to it and closes it.
   */
  onRevoked(listener: (revocation: Revocation) => void): () => void;
  /**
   * False as soon as this node knows that the session ended: revoked here or elsewhere, or past `expiresAt`. In memory and
   * cheap: call it before each frame or command. Unknown sessions are taken as valid; `authenticate` decides those.
   */
  stillValid(principal: Principal, now: EpochMs): boolean;
  /** A person did something over an open socket: postpones the idle end. Rate-limited inside; never throws. */
  touch(principal: Principal): void;
}
