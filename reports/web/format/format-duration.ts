import { formatNumber } from './format-number.ts';

/** Seconds as one unit that reads well: `0.4 s`, `12 s`, `3.5 min`, `18 h`, `31 d`. */
export function formatDuration(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 120) return `${formatNumber(seconds)} s`;
  if (size < 2 * 3600) return `${formatNumber(seconds / 60)} min`;
  if (size < 2 * 86_400) return `${formatNumber(seconds / 3600)} h`;
  return `${formatNumber(seconds / 86_400)} d`;
}
