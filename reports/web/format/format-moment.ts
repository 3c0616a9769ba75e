/** A time of a run for a reader: `day 3, 07:30`. Day 0 is the first. */
export function formatMoment(seconds: number): string {
  const minutes = Math.floor(seconds / 60 + 1e-9);
  const day = Math.floor(minutes / 1440);
  const clock = `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
  return `day ${day}, ${clock}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
