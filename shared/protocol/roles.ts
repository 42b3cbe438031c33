import { z } from 'zod';

/** Who somebody is on the floor. `wall` is a screen, not a person. */
export const ROLES = ['agent', 'lead', 'supervisor', 'admin', 'wall'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** Roles a person may be given; `wall` is only ever got by opening a view-only link. */
export const PERSON_ROLES = ['agent', 'lead', 'supervisor', 'admin'] as const satisfies readonly Role[];
export const personRoleSchema = z.enum(PERSON_ROLES);
export type PersonRole = z.infer<typeof personRoleSchema>;
