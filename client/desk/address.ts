/** The parts of an agent's own page. */
export const DESK_PARTS = ['desk', 'shifts', 'me'] as const;
export type DeskPart = (typeof DESK_PARTS)[number];

export const parseDeskPart = (raw: unknown): DeskPart => DESK_PARTS.find((part) => part === raw) ?? 'desk';
/** What the address bar holds; nothing for the desk itself. */
export const deskSearch = (part: DeskPart): { part?: DeskPart } => (part === 'desk' ? {} : { part });
