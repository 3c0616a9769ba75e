/** All that a run depended on: with it, the run can be repeated. Stored as JSON with the run. */
export interface RunLockfile {
  /** Version of Astrolabe. */
  readonly astrolabe: string;
  /** SHA-256 over the compiled core, store and simulator. */
  readonly build: string;
  readonly node: string;
  /** Transcendental functions may differ in their last bit between these. */
  readonly platform: string;
  readonly variant: string;
  readonly seed: number;
  /** SHA-256 over the scenario and every file that it reads. */
  readonly scenario: string;
  /** SHA-256 of each file that the scenario names, by its name there. */
  readonly inputs: Readonly<Record<string, string>>;
}
