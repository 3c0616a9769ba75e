import { Database } from './database.ts';
import { identifyResultsFile } from './identify-results-file.ts';
import type { MetricDefinition } from './metric-catalogue.ts';
import type { DecisionRow, RefusalRow, RunDescription } from './rows.ts';
import type { RunLockfile } from './run-lockfile.ts';
import { StoreError } from './store-error.ts';

export interface StoredScenario {
  readonly name: string;
  readonly question: string;
  readonly fileName: string;
  readonly text: string;
  readonly hash: string;
}

export interface StoredVariant {
  readonly name: string;
  readonly baseline: boolean;
}

export type RunStatus = 'planned' | 'running' | 'complete' | 'failed';

/** One run of the plan. Hashes and counts are there when the run is complete. */
export interface StoredRun {
  readonly id: number;
  readonly variant: string;
  readonly seed: number;
  readonly status: RunStatus;
  readonly decisions: number | null;
  readonly events: number | null;
  readonly decisionsHash: string | null;
  readonly metricsHash: string | null;
  /** Equal for two runs that met the same requests. */
  readonly demandHash: string | null;
  /** Why a failed run failed. */
  readonly error: string | null;
  readonly wallSeconds: number | null;
}

/** `null` where a figure is not defined, such as the boot time of no boots. */
export interface StoredMetric {
  readonly runId: number;
  readonly metric: string;
  readonly value: number | null;
}

export interface StoredSeries {
  readonly metric: string;
  readonly atSeconds: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface StoredHostSample {
  readonly atSeconds: number;
  /** Index is the host's index in the run's description. */
  readonly values: Float32Array;
}

export interface StoredHistogram {
  readonly metric: string;
  readonly edges: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Reads a results file, also while a sweep still writes to it. Only complete runs have rows; all
 * lists have a fixed order that does not depend on how the sweep was run.
 */
export class ResultsReader {
  readonly file: string;
  readonly #database: Database;

  private constructor(database: Database) {
    this.file = database.file;
    this.#database = database;
  }

  /** Throws `StoreError` for a file that is missing, no results file, of another version or damaged. */
  static async open(file: string): Promise<ResultsReader> {
    await identifyResultsFile(file);
    return new ResultsReader(await Database.open(file, 'read'));
  }

  /** Opens a file for some work, and closes it whatever becomes of that. Throws as `open`. */
  static async use<Result>(file: string, work: (reader: ResultsReader) => Promise<Result>): Promise<Result> {
    const reader = await ResultsReader.open(file);
    try {
      return await work(reader);
    } finally {
      await reader.close();
    }
  }

  async scenario(): Promise<StoredScenario> {
    const row = await this.#database.get<StoredScenario>(
      'SELECT name, question, file_name AS fileName, text, hash FROM scenario',
    );
    if (!row) throw new StoreError('damaged', this.file, 'holds no scenario.');
    return row;
  }

  /** In the order of the scenario. */
  async variants(): Promise<StoredVariant[]> {
    const rows = await this.#database.all<{ name: string; baseline: number }>(
      'SELECT name, baseline FROM variant ORDER BY id',
    );
    return rows.map((row) => ({ name: row.name, baseline: row.baseline === 1 }));
  }

  /** Every planned run, in order of number. */
  runs(): Promise<StoredRun[]> {
    return this.#database.all<StoredRun>(
      `SELECT r.id, v.name AS variant, r.seed, r.status, r.decisions, r.events, r.decisions_hash AS decisionsHash,
         r.metrics_hash AS metricsHash, r.demand_hash AS demandHash, r.error, t.wall_seconds AS wallSeconds
       FROM run r JOIN variant v ON v.id = r.variant_id LEFT JOIN run_timing t ON t.run_id = r.id ORDER BY r.id`,
    );
  }

  async description(runId: number): Promise<RunDescription> {
    return JSON.parse(await this.#ofRun(runId, 'description')) as RunDescription;
  }

  async lockfile(runId: number): Promise<RunLockfile> {
    return JSON.parse(await this.#ofRun(runId, 'lockfile')) as RunLockfile;
  }

  /** The catalogue as it was when the file was written. */
  async catalogue(): Promise<MetricDefinition[]> {
    const rows = await this.#database.all<Omit<MetricDefinition, 'decides'> & { decides: number }>(
      `SELECT metric AS key, title, unit, shape, better, decides, definition, source
       FROM metric_catalogue ORDER BY id`,
    );
    return rows.map((row) => ({ ...row, decides: row.decides === 1 }));
  }

  /** Figures of all complete runs, or of one. */
  metrics(runId?: number): Promise<StoredMetric[]> {
    const one = runId === undefined ? '' : 'WHERE run_id = ?';
    return this.#database.all<StoredMetric>(
      `SELECT run_id AS runId, metric, value FROM metric ${one} ORDER BY run_id, metric`,
      runId === undefined ? [] : [runId],
    );
  }

  /** Which series a run has. */
  async seriesNames(runId: number): Promise<string[]> {
    return this.#names('sample', runId);
  }

  async hostSeriesNames(runId: number): Promise<string[]> {
    return this.#names('host_sample', runId);
  }

  async histogramNames(runId: number): Promise<string[]> {
    return this.#names('histogram', runId);
  }

  /** Empty when the run has no such series. */
  async series(runId: number, metric: string): Promise<StoredSeries> {
    const rows = await this.#database.all<{ at: number; value: number | null }>(
      'SELECT at_seconds AS at, value FROM sample WHERE run_id = ? AND metric = ? ORDER BY at_seconds',
      [runId, metric],
    );
    return { metric, atSeconds: rows.map((row) => row.at), values: rows.map((row) => row.value) };
  }

  async hostSamples(runId: number, metric: string): Promise<StoredHostSample[]> {
    const rows = await this.#database.all<{ at: number; bytes: Buffer }>(
      `SELECT at_seconds AS at, host_values AS bytes FROM host_sample
       WHERE run_id = ? AND metric = ? ORDER BY at_seconds`,
      [runId, metric],
    );
    return rows.map((row) => ({ atSeconds: row.at, values: new Float32Array(ownBytes(row.bytes)) }));
  }

  refusals(runId: number): Promise<Omit<RefusalRow, 'kind'>[]> {
    return this.#database.all(
      `SELECT stage, refused_by AS "by", code, requests, instances FROM refusal
       WHERE run_id = ? ORDER BY stage, refused_by, code`,
      [runId],
    );
  }

  async histogram(runId: number, metric: string): Promise<StoredHistogram | undefined> {
    const row = await this.#database.get<{ edges: Buffer; counts: Buffer }>(
      'SELECT edges, counts FROM histogram WHERE run_id = ? AND metric = ?',
      [runId, metric],
    );
    if (!row) return undefined;
    return {
      metric,
      edges: new Float64Array(ownBytes(row.edges)),
      counts: new Float64Array(ownBytes(row.counts)),
    };
  }

  /** From the decision log, by sequence; empty when the scenario asked for none. */
  async decisions(runId: number, page: { from?: number; limit?: number } = {}): Promise<Omit<DecisionRow, 'kind'>[]> {
    const rows = await this.#database.all<StoredDecision>(
      `SELECT sequence, at_seconds AS atSeconds, request, outcome, hosts, stage, refused_by AS "by", code
       FROM decision WHERE run_id = ? AND sequence >= ? ORDER BY sequence LIMIT ?`,
      [runId, page.from ?? 0, page.limit ?? -1],
    );
    return rows.map(({ hosts, stage, by, code, ...rest }) => ({
      ...rest,
      hosts: JSON.parse(hosts) as string[],
      ...(stage === null ? {} : { stage }),
      ...(by === null ? {} : { by }),
      ...(code === null ? {} : { code }),
    }));
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #names(view: 'sample' | 'host_sample' | 'histogram', runId: number): Promise<string[]> {
    const rows = await this.#database.all<{ metric: string }>(
      `SELECT metric FROM metric_catalogue m WHERE EXISTS (
         SELECT 1 FROM ${view}_data d JOIN run r ON r.id = d.run_id AND r.status = 'complete'
         WHERE d.run_id = ? AND d.metric_id = m.id) ORDER BY m.id`,
      [runId],
    );
    return rows.map((row) => row.metric);
  }

  async #ofRun(runId: number, what: 'description' | 'lockfile'): Promise<string> {
    const row = await this.#database.get<{ json: string }>(
      `SELECT ${what === 'lockfile' ? 'r.lockfile' : 'd.json'} AS json FROM run r
       JOIN description d ON d.hash = r.description_hash WHERE r.id = ? AND r.status = 'complete'`,
      [runId],
    );
    if (!row) throw new StoreError('no-such-run', this.file, `has no complete run ${runId}.`);
    return row.json;
  }
}

interface StoredDecision extends Omit<DecisionRow, 'kind' | 'hosts' | 'stage' | 'by' | 'code'> {
  readonly hosts: string;
  readonly stage: string | null;
  readonly by: string | null;
  readonly code: string | null;
}

/** A copy that starts at offset 0, as typed arrays of wider elements need. */
function ownBytes(buffer: Buffer): ArrayBuffer {
  return Uint8Array.from(buffer).buffer;
}
