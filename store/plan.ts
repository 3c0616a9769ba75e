/** What one results file is to hold: a scenario, its variants and every run of them. */
export interface SweepPlan {
  readonly scenario: {
    readonly name: string;
    /** What the scenario asks, in words; may be empty. */
    readonly question: string;
    readonly fileName: string;
    readonly text: string;
    /** SHA-256 over the scenario and every file that it reads. */
    readonly hash: string;
  };
  readonly variants: readonly { readonly name: string; readonly baseline: boolean }[];
  /** In order; the position of a run is its number in the file. */
  readonly runs: readonly PlannedRun[];
}

export interface PlannedRun {
  readonly variant: string;
  readonly seed: number;
}
