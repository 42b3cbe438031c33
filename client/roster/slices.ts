/** Less than half of what a picture may take: scrolling and typing go on between two slices. */
const SLICE_MS = 6;

/** What is drawn right after a slice counts as much as what is done in it. */
const DRAWN_MS = 1.5;

/**
 * Does something with each of many, in slices between which the page breathes. Stops when nobody waits for it any more. `work` answers
 * true where something on screen follows from it.
 */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => unknown, signal?: AbortSignal): Promise<boolean> {
  // What asked for it is being drawn at this very moment.
  await breath();
  let until = performance.now() + SLICE_MS;
  for (const item of items) {
    if (performance.now() > until) {
      await breath();
      until = performance.now() + SLICE_MS;
    }
    if (signal?.aborted === true) return false;
    if (work(item) === true) until -= DRAWN_MS;
  }
  return true;
}

const breath = () => new Promise<void>((resume) => void setTimeout(resume, 0));
