/** Whole seconds with a `Z`, as most of Nova's times are. */
export function wholeSeconds(seconds: number): string {
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Microseconds without a zone, as some of Nova's older times are. */
export function microseconds(seconds: number): string {
  const whole = Math.floor(seconds);
  const micros = Math.min(Math.round((seconds - whole) * 1e6), 999_999);
  return `${new Date(whole * 1000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}`;
}
