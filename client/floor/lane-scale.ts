/**
 * Where on a lane a wait lies: linear up to the queue's own threshold, then a doubling every 14 % of the width. So the threshold
 * is one vertical line through all queues, the seconds before it can be read, and a caller of sixteen times it still fits.
 */
export const WATERLINE = 0.42;
const PER_DOUBLING = 0.14;
/** 16 × the threshold: beyond it a mark stays at the edge, short of it by half its own width. */
const EDGE = 0.98;

/** @returns a share of the lane's width, 0..0.98. */
export function lanePosition(waitMs: number, thresholdMs: number): number {
  if (thresholdMs <= 0) return waitMs > 0 ? EDGE : 0;
  const times = Math.max(0, waitMs) / thresholdMs;
  if (times <= 1) return times * WATERLINE;
  return Math.min(EDGE, WATERLINE + Math.log2(times) * PER_DOUBLING);
}

/** The labelled lines of the axis. */
export const LANE_TICKS = [
  { label: '½×', at: lanePosition(1, 2) },
  { label: '2×', at: lanePosition(2, 1) },
  { label: '4×', at: lanePosition(4, 1) },
  { label: '8×', at: lanePosition(8, 1) },
] as const;

/** For a style: `42.00%`. Two digits are a twentieth of a pixel on the widest wall. */
export const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
