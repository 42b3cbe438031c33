import type { TeamId } from '../../kernel/ids.js';

/** One person, the leads of a team, or, with neither, the supervisors. */
export interface Reader {
  readonly userId?: string | undefined;
  readonly teamId?: TeamId | undefined;
}

export const isReader = (
  { userId, teamId }: Reader,
  who: { readonly userId: string; readonly role: string; readonly teamIds: readonly TeamId[] },
): boolean => {
  if (userId !== undefined) return userId === who.userId;
  return teamId === undefined ? who.role === 'supervisor' : who.role === 'lead' && who.teamIds.includes(teamId);
};
