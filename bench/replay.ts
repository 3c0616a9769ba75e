import { loadScenario, planRuns, resolveRun, runSimulation } from '../sim/index.ts';
import type { ResultRow } from '../store/index.ts';

export type ReplayEngine = 'reference' | 'fast';

const MIB = 1024 * 1024;

/** What one replay did and what it cost. */
export interface ReplayResult {
  readonly name: string;
  readonly engine: ReplayEngine;
  readonly hosts: number;
  readonly instances: number;
  readonly accepted: number;
  readonly refused: number;
  readonly decisions: number;
  readonly events: number;
  /** Reading traces and lists, and making the columns. */
  readonly loadSeconds: number;
  /** The simulation alone. */
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Instances placed or refused, per second of wall time. */
  readonly instancesPerSecond: number;
  readonly decisionsPerSecond: number;
  readonly eventsPerSecond: number;
  /** Most instances that ran at once. */
  readonly runningPeak: number;
  /** Of the process before it read anything. */
  readonly ownRssMib: number;
  /** Of the whole process, reading included. */
  readonly peakRssMib: number;
  readonly decisionsHash: string;
  readonly metricsHash: string;
}

/**
 * Runs the first run of a scenario in this process. For an honest peak of memory, call it once in a
 * fresh process. Throws InputError for a scenario or a trace that cannot be used.
 */
export async function replay(
  scenarioFile: string,
  traceDirectory: string,
  engine: ReplayEngine,
): Promise<ReplayResult> {
  const ownRssMib = process.memoryUsage.rss() / MIB;
  const loadStart = performance.now();
  const scenario = await loadScenario(scenarioFile, { inputDirectories: [traceDirectory] });
  const resolved = await resolveRun(scenario, planRuns(scenario)[0]!);
  const input = { ...resolved, scheduler: { ...resolved.scheduler, engine } };
  const figures = new Map<string, number>();
  const keep = (rows: readonly ResultRow[]) => {
    for (const row of rows) if (row.kind === 'metric') figures.set(row.metric, row.value);
  };
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  const summary = await runSimulation(input, keep);
  const { user, system } = process.cpuUsage(cpuStart);
  const wallSeconds = (performance.now() - start) / 1000;
  const instances = figures.get('instances-arrived')!;
  return {
    name: scenario.name,
    engine,
    hosts: input.hosts.length,
    instances,
    accepted: figures.get('instances-accepted')!,
    refused: figures.get('instances-refused')!,
    decisions: summary.decisions,
    events: summary.events,
    loadSeconds: (start - loadStart) / 1000,
    wallSeconds,
    cpuSeconds: (user + system) / 1e6,
    instancesPerSecond: instances / wallSeconds,
    decisionsPerSecond: summary.decisions / wallSeconds,
    eventsPerSecond: summary.events / wallSeconds,
    runningPeak: figures.get('instances-running-peak')!,
    ownRssMib,
    peakRssMib: process.resourceUsage().maxRSS / 1024,
    decisionsHash: summary.decisionsHash,
    metricsHash: summary.metricsHash,
  };
}
