/** Things to be settled at an instant unless something tells before. Driven by `run`: the caller owns the timer. */
export class Pending {
  private readonly due = new Map<string, { readonly at: number; readonly settle: () => void }>();
  private earliest = Number.POSITIVE_INFINITY;

  schedule(name: string, at: number, settle: () => void): void {
    this.due.set(name, { at, settle });
    this.earliest = Math.min(this.earliest, at);
  }

  has(name: string): boolean {
    return this.due.has(name);
  }

  cancel(name: string): void {
    this.due.delete(name);
  }

  /** Settles one now, before its time. */
  settle(name: string): void {
    const entry = this.due.get(name);
    if (entry === undefined) return;
    this.due.delete(name);
    entry.settle();
  }

  /** When the next is due; `undefined` when none is. */
  next(): number | undefined {
    if (this.due.size === 0) return undefined;
    return this.earliest;
  }

  /** Settles what is due, oldest first. What is settled may schedule again. */
  run(now: number): void {
    if (now < this.earliest) return;
    const ripe = [...this.due].filter(([, entry]) => entry.at <= now).sort(([, a], [, b]) => a.at - b.at);
    for (const [name] of ripe) this.settle(name);
    this.earliest = Number.POSITIVE_INFINITY;
    for (const { at } of this.due.values()) this.earliest = Math.min(this.earliest, at);
  }
}
