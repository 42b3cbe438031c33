interface Question {
  readonly isEnough: (count: number) => boolean;
  readonly near: number;
  readonly atLeast: number;
  readonly atMost: number;
}
interface Bracket {
  readonly tooFew: number;
  readonly enough: number;
}

/**
 * The smallest whole number in a range that is enough, where every larger one is enough too; `null` if not even the
 * largest is. Steps away from `near` by 1, 2, 4 …, then halves: a good guess costs two questions.
 */
export function smallestEnough(question: Question): number | null {
  const start = Math.min(question.atMost, Math.max(question.atLeast, Math.floor(question.near)));
  const found = question.isEnough(start) ? fallFrom(start, question) : riseFrom(start, question);
  if (found === null) return null;
  let { tooFew, enough } = found;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (question.isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function riseFrom(start: number, { isEnough, atMost }: Question): Bracket | null {
  let tooFew = start;
  for (let step = 1; tooFew < atMost; step *= 2) {
    const next = Math.min(atMost, tooFew + step);
    if (isEnough(next)) return { tooFew, enough: next };
    tooFew = next;
  }
  return null;
}

function fallFrom(start: number, { isEnough, atLeast }: Question): Bracket {
  let enough = start;
  for (let step = 1; enough - step >= atLeast; step *= 2) {
    const next = enough - step;
    if (!isEnough(next)) return { tooFew: next, enough };
    enough = next;
  }
  return { tooFew: atLeast - 1, enough };
}
