const minute = 60;
const hour = 3600;
const day = 86_400;
const stepsSeconds = [
  1,
  5,
  15,
  30,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
  91 * day,
  364 * day,
];

export interface TimeTicks {
  readonly atSeconds: readonly number[];
  readonly label: (seconds: number) => string;
}

/** At most `count` ticks from `from` to `to` (at least two when the span allows), on whole minutes, hours, days or weeks. */
export function timeTicks(from: number, to: number, count: number): TimeTicks {
  const wanted = (to - from) / Math.max(1, count);
  const step = stepsSeconds.find((candidate) => candidate >= wanted) ?? Math.ceil(wanted / (364 * day)) * 364 * day;
  const atSeconds: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to + step * 1e-6; at += step) atSeconds.push(at);
  return { atSeconds, label: (seconds) => tickLabel(seconds, step) };
}

function tickLabel(seconds: number, step: number): string {
  if (step >= day) return `day ${Math.round(seconds / day)}`;
  if (step >= hour) return `${Math.round(seconds / hour)} h`;
  if (step >= minute) return `${Math.round(seconds / minute)} min`;
  return `${Math.round(seconds)} s`;
}
