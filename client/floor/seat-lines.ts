import { NO_TEAM } from './floor-address.js';

/** Seats stand in lines of ten, a team after another, in the site file's order: a seat never moves while its team stays. */
export const SEATS_PER_LINE = 10;

export interface SeatedAgent {
  readonly id: string;
  readonly teamId?: string | null | undefined;
  readonly order: number;
}
export interface SeatingTeam {
  readonly id: string;
  readonly order: number;
}

/** One line of seats; the first of a team carries the team's label, which covers all its lines. */
export interface SeatLine {
  readonly teamId: string;
  readonly agentIds: readonly string[];
  /** 0 for the first line of a team. */
  readonly line: number;
  readonly lines: number;
}

export function seatLines(
  agents: readonly SeatedAgent[],
  teams: readonly SeatingTeam[],
  seatsPerLine: number = SEATS_PER_LINE,
): readonly SeatLine[] {
  const byTeam = new Map<string, SeatedAgent[]>();
  for (const team of [...teams].sort((a, b) => a.order - b.order)) byTeam.set(team.id, []);
  const unassigned: SeatedAgent[] = [];
  for (const agent of agents) (byTeam.get(agent.teamId ?? NO_TEAM) ?? unassigned).push(agent);
  byTeam.set(NO_TEAM, unassigned);
  return [...byTeam].flatMap(([teamId, seated]) => linesOf(teamId, seated, seatsPerLine));
}

function linesOf(teamId: string, seated: SeatedAgent[], seatsPerLine: number): SeatLine[] {
  const ids = seated.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1)).map((agent) => agent.id);
  const lines = Math.ceil(ids.length / seatsPerLine);
  return Array.from({ length: lines }, (_, line) => ({
    teamId,
    agentIds: ids.slice(line * seatsPerLine, (line + 1) * seatsPerLine),
    line,
    lines,
  }));
}

/**
 * How high a line is: all lines fill the panel when they fit at a readable height, else they have the tile's height and scroll.
 * @param leastPx one line of text; @param tilePx the height in the chosen density.
 */
export function seatHeightPx(availablePx: number, lines: number, leastPx: number, tilePx: number): number {
  if (lines === 0) return tilePx;
  const even = Math.floor(availablePx / lines);
  if (even >= tilePx) return Math.min(even, Math.round(tilePx * 1.4));
  return even >= leastPx ? even : tilePx;
}

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End' | 'PageUp' | 'PageDown';

/** Where an arrow leads from a seat. Up and down keep the column, and stop at the floor's edge; left and right run on through the lines. */
export function seatAfter(lines: readonly SeatLine[], from: string | null, arrow: Arrow, page = 5): string | null {
  const at = from === null ? null : placeOf(lines, from);
  if (!at) return lines[0]?.agentIds[0] ?? null;
  const seat = (line: number, column: number) => {
    const ids = lines[Math.max(0, Math.min(lines.length - 1, line))]?.agentIds ?? [];
    return ids[Math.min(column, ids.length - 1)] ?? null;
  };
  switch (arrow) {
    case 'ArrowLeft':
      return at.column > 0 ? seat(at.line, at.column - 1) : at.line > 0 ? seat(at.line - 1, Number.MAX_SAFE_INTEGER) : from;
    case 'ArrowRight':
      return at.column < at.count - 1 ? seat(at.line, at.column + 1) : at.line < lines.length - 1 ? seat(at.line + 1, 0) : from;
    case 'ArrowUp':
      return seat(at.line - 1, at.column);
    case 'ArrowDown':
      return seat(at.line + 1, at.column);
    case 'PageUp':
      return seat(at.line - page, at.column);
    case 'PageDown':
      return seat(at.line + page, at.column);
    case 'Home':
      return seat(0, 0);
    case 'End':
      return seat(lines.length - 1, Number.MAX_SAFE_INTEGER);
  }
}

/** Line and column of an agent's seat. */
export function placeOf(lines: readonly SeatLine[], agentId: string): { line: number; column: number; count: number } | null {
  for (const [line, { agentIds }] of lines.entries()) {
    const column = agentIds.indexOf(agentId);
    if (column >= 0) return { line, column, count: agentIds.length };
  }
  return null;
}
