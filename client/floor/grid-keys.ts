import type { KeyboardEvent } from 'react';

const STEP: Readonly<Record<string, readonly [rows: number, cells: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  j: [1, 0],
  k: [-1, 0],
};

/**
 * Arrows move the focus between the cells (`data-cell`) of a grid's rows (`data-item`): the whole grid is one tab stop. `J` and
 * `K` go to the next and the previous row.
 */
export function onGridKeys(event: KeyboardEvent<HTMLElement>): void {
  const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : STEP[event.key];
  const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]');
  const row = cell?.closest<HTMLElement>('[data-item]');
  if (!step || !cell || !row) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-item]')];
  const target = rows[rows.indexOf(row) + step[0]];
  const cells = (of: HTMLElement) => [...of.querySelectorAll<HTMLElement>('[data-cell]')];
  const column = cells(row).indexOf(cell) + step[1];
  const next = target ? cells(target)[column] : undefined;
  if (step[0] !== 0 && !target) return;
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
