const HOUR_SECONDS = 3600;
const WEEK_HOURS = 168;

/** Relative rate of arrivals by hour of the day (24) and day of the week (7, Monday first). */
export interface WeeklyShape {
  readonly daily: readonly number[];
  readonly weekly: readonly number[];
  /** Hour of the week, from Monday 00:00, at second 0 of the run. */
  readonly startHour: number;
}

export const flatShape: WeeklyShape = { daily: Array(24).fill(1), weekly: Array(7).fill(1), startHour: 0 };

/**
 * Turns the times of a Poisson process of rate 1 into those of one whose rate follows a weekly
 * shape, by inversion of the cumulative intensity. The rate is constant within an hour, and its mean
 * over a week is 1: the number of arrivals of a whole week does not depend on the shape.
 */
export class ArrivalShape {
  /** Expected arrivals from the start of the run to the start of each hour of its week. */
  private readonly cumulative = new Float64Array(WEEK_HOURS + 1);

  constructor(shape: WeeklyShape) {
    const rates = Array.from({ length: WEEK_HOURS }, (_, i) => {
      const hour = (shape.startHour + i) % WEEK_HOURS;
      return shape.daily[hour % 24]! * shape.weekly[Math.floor(hour / 24)]!;
    });
    const sum = rates.reduce((total, rate) => total + rate, 0);
    for (let i = 0; i < WEEK_HOURS; i++) {
      this.cumulative[i + 1] = this.cumulative[i]! + (rates[i]! * WEEK_HOURS * HOUR_SECONDS) / sum;
    }
  }

  /** Seconds of the shaped process at `unitSeconds` of the flat one. */
  timeOf(unitSeconds: number): number {
    const weekSeconds = WEEK_HOURS * HOUR_SECONDS;
    const weeks = Math.floor(unitSeconds / weekSeconds);
    const rest = unitSeconds - weeks * weekSeconds;
    const { cumulative } = this;
    let low = 0;
    let high = WEEK_HOURS - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle + 1]! > rest) high = middle;
      else low = middle + 1;
    }
    const inHour = cumulative[low + 1]! - cumulative[low]!;
    const fraction = inHour === 0 ? 0 : (rest - cumulative[low]!) / inHour;
    return weeks * weekSeconds + (low + fraction) * HOUR_SECONDS;
  }
}
