/** How many commands of one decision are under way at a time: the answer to one is soon there, and the server's limits hold. */
export const AT_ONCE = 5;

export interface ManyOptions<I, A> {
  readonly items: readonly I[];
  readonly send: (item: I) => Promise<A>;
  readonly onAnswer: (item: I, answer: A, at: number) => void;
  /** Asked before each: those not sent yet stay unsent. */
  readonly isStopped: () => boolean;
}

/** One command for each, a few at a time, in order. Resolves when each that was sent has its answer. */
export async function sendMany<I, A>({ items, send, onAnswer, isStopped }: ManyOptions<I, A>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length && !isStopped()) {
      const at = next++;
      const item = items[at] as I;
      onAnswer(item, await send(item), at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}
