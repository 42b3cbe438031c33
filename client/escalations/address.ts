/** What the board shows, as its address holds it. */
export const CASE_VIEWS = ['all', 'mine', 'overdue', 'departments', 'closed'] as const;
export type CaseView = (typeof CASE_VIEWS)[number];

export interface CasesAddress {
  readonly view: CaseView;
  readonly text: string;
  /** The case in the detail pane. */
  readonly open: string | null;
}
export type CasesSearch = Partial<Record<'view' | 'q' | 'case', string>>;

const ID = /^e-[A-Za-z0-9]{1,40}$/;
const MAX_TEXT = 80;

export function parseCasesAddress(raw: Readonly<Record<string, unknown>>): CasesAddress {
  const view = CASE_VIEWS.find((one) => one === raw.view) ?? 'all';
  const text = typeof raw.q === 'string' ? raw.q.slice(0, MAX_TEXT) : '';
  const open = typeof raw.case === 'string' && ID.test(raw.case) ? raw.case : null;
  return { view, text, open };
}

/** Only what differs from the default is written. */
export const casesSearch = ({ view, text, open }: CasesAddress): CasesSearch => ({
  ...(view === 'all' ? {} : { view }),
  ...(text === '' ? {} : { q: text }),
  ...(open === null ? {} : { case: open }),
});
