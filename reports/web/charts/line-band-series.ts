/** One line with its band; the arrays have one place a point, `null` where there is no value. */
export interface LineBandSeries {
  readonly label: string;
  /** Which of the page's series colours: 0 is the baseline's. */
  readonly tone: number;
  readonly atSeconds: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export interface LineBandOptions {
  /** Accessible name of the chart. */
  readonly title: string;
  readonly width: number;
  /** Default 320. */
  readonly height?: number;
  readonly format: (value: number) => string;
  /** The value axis reaches at least this far; default 0. */
  readonly atLeast?: number;
  /** Without direct labels and cursor: one of many small charts. */
  readonly compact?: boolean;
}
