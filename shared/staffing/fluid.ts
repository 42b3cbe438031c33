/** A queue as water in a basin: what flows in, what is served, and what seeps away by itself. */
export interface Flow {
  /** Calls in line at the start. */
  readonly queue: number;
  /** Arrivals less what all agents at work can serve; negative when the line shortens. */
  readonly growthPerSec: number;
  readonly abandonPerSec: number;
}

export interface Flowed {
  readonly queue: number;
  /** Integral of the queue: waiting time of all, in call-seconds. */
  readonly waitedSec: number;
  /** When the line has gone; `null`: not within this time. */
  readonly emptyAfterSec: number | null;
}

/** Where the line stands after some time (dq/dt = growth − θq while there is a line): closed form, C.7. */
export function flowFor(flow: Flow, sec: number): Flowed {
  const { queue, growthPerSec, abandonPerSec } = flow;
  const emptyAfterSec = growthPerSec >= 0 ? null : Math.log1p((abandonPerSec * queue) / -growthPerSec) / abandonPerSec;
  const isGone = emptyAfterSec !== null && emptyAfterSec <= sec;
  const flowingSec = isGone ? emptyAfterSec : sec;
  const fading = abandonPerSec * flowingSec;
  const reachSec = -Math.expm1(-fading) / abandonPerSec;
  return {
    queue: isGone ? 0 : Math.max(0, queue * Math.exp(-fading) + growthPerSec * reachSec),
    waitedSec: Math.max(0, queue * reachSec + growthPerSec * grownSec2(flowingSec, fading, reachSec, abandonPerSec)),
    emptyAfterSec: isGone ? emptyAfterSec : null,
  };
}

/** (t − (1 − e^−θt)/θ)/θ: for small θt a difference of equals, so its series is taken. */
const grownSec2 = (sec: number, fading: number, reachSec: number, abandonPerSec: number) =>
  fading < 1e-3 ? sec * sec * (1 / 2 - fading / 6 + (fading * fading) / 24) : (sec - reachSec) / abandonPerSec;

/** The wait of a caller who joins behind this line, if everybody ahead is served or gives up; `null`: nobody serves. */
export function waitBehind(queue: number, servedPerSec: number, abandonPerSec: number): number | null {
  if (queue === 0) return 0;
  return servedPerSec === 0 ? null : Math.log1p((abandonPerSec * queue) / servedPerSec) / abandonPerSec;
}
