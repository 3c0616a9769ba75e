import { scaleSymlog } from 'd3';

const padding = 10;

/** Below this share the scale is about linear. */
const linearShare = 0.01;

/** Ticks of the scale on both sides of zero; those of `labelled` have room for a label. */
export const intervalTicks = [0.01, 0.1, 1] as const;
export const labelledTicks: ReadonlySet<number> = new Set([0.1, 1]);

/**
 * Pixels from a share of the baseline, -`reach` to `reach`, both signs alike and zero in the middle.
 * Logarithmic beyond one percent, so that one row may halve and another change by a hundredth.
 */
export function intervalScale(width: number, reach: number): (share: number) => number {
  const scale = scaleSymlog([-reach, reach], [padding, width - padding]).constant(linearShare);
  return (share) => scale(Math.max(-reach, Math.min(reach, share)));
}
