import type { ScenarioConfig } from './scenario-schema.ts';

/** One configuration of a scenario, validated and with every default filled in. */
export interface ScenarioVariant {
  readonly name: string;
  readonly description: string;
  readonly config: ScenarioConfig;
}

/** A file that a scenario names. */
export interface InputFile {
  /** As the scenario writes it. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly sha256: string;
}

/** A validated scenario: plain data, which can be posted to a worker thread. */
export interface Scenario {
  /** As it was given to `loadScenario`. */
  readonly file: string;
  readonly text: string;
  readonly name: string;
  readonly question: string;
  readonly description: string;
  readonly variants: readonly ScenarioVariant[];
  /** Name of the variant that the others are compared with. */
  readonly baseline: string;
  readonly seeds: readonly number[];
  /** Ascending by path. */
  readonly inputs: readonly InputFile[];
}
