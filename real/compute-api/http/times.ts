/** `2026-11-22T21:00:00.000000`, as Nova writes most times: UTC, microseconds, no zone. */
export function microTime(seconds: number): string {
  const micros = Math.round(seconds * 1e6);
  const whole = new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
  return `${whole}.${String(micros % 1e6).padStart(6, '0')}`;
}
