import type { RosterCatalogue, SheetPerson } from '../../shared/protocol/roster-http.js';

export type Template = RosterCatalogue['templates'][number];

/** Those that a person's contract allows; all of them where it names none. */
export function templatesOf({ templates, contracts }: RosterCatalogue, { contract }: Pick<SheetPerson, 'contract'>): readonly Template[] {
  const allowed = contracts.find(({ code }) => code === contract)?.templates ?? null;
  return allowed === null ? templates : templates.filter(({ code }) => allowed.includes(code));
}
