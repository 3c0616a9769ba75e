import { invariant } from '../core/index.ts';
import { type CloudTask, DecisionCloud } from './decision-cloud.ts';

export interface DecisionsTask extends CloudTask {
  /** How long to measure, after the cloud was filled. */
  readonly seconds: number;
}

export interface DecisionsResult {
  readonly task: DecisionsTask;
  readonly instances: number;
  readonly decisions: number;
  /** Requests that found no host, among the decisions. */
  readonly refused: number;
  /** Different states of hosts at the end: free vCPU, RAM and disk, operations in flight. */
  readonly states: number;
  /** Each with its claim, the end of a build and a departure, per second of CPU time. */
  readonly decisionsPerCpuSecond: number;
  /** The same over slices of a tenth of a second: lower quartile, median, upper quartile. On a busy machine they lie far apart. */
  readonly quartiles: readonly [number, number, number];
  /** Over the first decisions after filling: the same where engines decide the same. */
  readonly checksum: number;
}

const SLICE_SECONDS = 0.1;
/** Turns between two looks at the clock. */
const BATCH = 8;
/** Decisions that the checksum covers. */
const CHECKED = 64;

/**
 * Fills a cloud and then keeps it full: every decision is claimed and built, a build in flight ends,
 * and one instance, drawn at random, departs. The same task makes the same demand on every engine.
 */
export function measureDecisions(task: DecisionsTask): DecisionsResult {
  const cloud = new DecisionCloud(task);
  cloud.fill();
  for (let i = 0; i < CHECKED; i++) cloud.turn();
  const { checksum, decisions, refused } = cloud;
  const until = performance.now() + task.seconds * 1000;
  const cpu = process.cpuUsage();
  const rates: number[] = [];
  do rates.push(measureSlice(cloud));
  while (performance.now() < until);
  const { user, system } = process.cpuUsage(cpu);
  invariant(cloud.decisions > decisions, 'something was decided');
  rates.sort((a, b) => a - b);
  const quantile = (share: number): number => rates[Math.floor(share * (rates.length - 1))]!;
  return {
    task,
    instances: cloud.instances,
    decisions: cloud.decisions - decisions,
    refused: cloud.refused - refused,
    states: cloud.countStates(),
    decisionsPerCpuSecond: ((cloud.decisions - decisions) * 1e6) / (user + system),
    quartiles: [quantile(0.25), quantile(0.5), quantile(0.75)],
    checksum,
  };
}

/** Decisions per second of CPU time, in a short time. */
function measureSlice(cloud: DecisionCloud): number {
  const before = cloud.decisions;
  const cpu = process.cpuUsage();
  const until = performance.now() + SLICE_SECONDS * 1000;
  while (performance.now() < until) for (let i = 0; i < BATCH; i++) cloud.turn();
  const { user, system } = process.cpuUsage(cpu);
  return ((cloud.decisions - before) * 1e6) / (user + system);
}
