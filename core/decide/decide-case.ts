import { numaConstraints } from '../hardware/constraints/numa-constraints.ts';
import { decideNumaFit, type NumaFitResult } from '../hardware/decide-numa-fit.ts';
import { HardwareError } from '../hardware/hardware-error.ts';
import type { NumaFitCase } from '../hardware/numa-fit-case.ts';
import { instanceTopologyJson } from '../hardware/topology/topology-json.ts';
import type { CloudState } from '../model/cloud-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { didYouMean } from '../nearest-name.ts';
import { OptionError } from '../options/option-error.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import type { Decision } from '../scheduler/decision.ts';
import type { SchedulerOptions } from '../scheduler/options.ts';
import { createReferenceEngine, type EngineConfig, virtualConsumption } from '../scheduler/reference-engine.ts';
import { type ErrorPlace, RequestError } from '../scheduler/request-error.ts';
import { buildCaseCloud } from './build-case-cloud.ts';
import { buildCaseRequest } from './build-case-request.ts';
import type { ScheduleCase } from './case-schema.ts';
import { secondsOf } from './case-time.ts';
import { type ResultError, resultHost, resultRounds, type ScheduleResult } from './schedule-result.ts';

/** A decided case: the result in the oracle's form, and for a schedule case the means to look into it. */
export interface DecidedCase {
  readonly result: ScheduleResult | NumaFitResult;
  readonly decision?: Decision;
  /** What was decided on, for an explanation: none when the case ended before. */
  readonly trial?: CaseTrial;
}

export interface CaseTrial {
  readonly cloud: CloudState;
  readonly config: EngineConfig;
  readonly request: RequestSpec;
  readonly nowSeconds: number;
  /** The request after its flavor or image changed: its NUMA topology follows them, if it did before. */
  readonly derive: (request: RequestSpec) => RequestSpec;
}

/**
 * Decides a case that `checkCase` has passed, as Nova 26.2 would (or the level that it names).
 * What Nova ends with an exception is a result with `error`.
 */
export function decideCase(given: ScheduleCase | NumaFitCase): DecidedCase {
  return given.mode === 'numa_fit' ? { result: decideNumaFit(given) } : decideSchedule(given);
}

function decideSchedule(given: ScheduleCase): DecidedCase {
  const id = given.id ?? null;
  let result: ScheduleResult = { id, mode: 'schedule', rounds: [], selections: null, error: null, numa_topology: null };
  let options: SchedulerOptions;
  try {
    options = optionsOf(given);
  } catch (error) {
    return { result: { id, mode: 'schedule', error: errorOf(error, { stage: 'config' }) } };
  }
  let stage = 'build';
  try {
    const cloud = buildCaseCloud(given);
    const nowSeconds = secondsOf(given.now);
    stage = 'request';
    const request = buildCaseRequest(given.request, options.nova);
    const topology = request.numaTopology ?? null;
    result = { ...result, numa_topology: topology && instanceTopologyJson(topology) };
    stage = 'build';
    const config = { options, everyHostIsCandidate: true };
    const engine = createReferenceEngine(cloud, config);
    const alternates = given.return_alternates === false ? { alternates: 0 } : {};
    const decision = engine.decide(request, { detail: 'full', nowSeconds, ...alternates });
    result = { ...result, ...outcomeOf(decision, cloud) };
    if (given.dump_hosts === true && result.error === null) {
      result = { ...result, hosts_after: hostsAfter(decision, cloud, request, options) };
    }
    return { result, decision, trial: { cloud, config, request, nowSeconds, derive: derivationOf(given) } };
  } catch (error) {
    return { result: { ...result, error: errorOf(error, { stage }) } };
  }
}

function outcomeOf(decision: Decision, cloud: CloudState): Partial<ScheduleResult> {
  const rounds = resultRounds(decision, cloud.hosts);
  if (decision.error !== undefined) {
    const { type, message, place } = decision.error;
    return { rounds, error: { type, message, ...place } };
  }
  if (decision.outcome !== 'scheduled') {
    const message = `No valid host was found. ${decision.refusal?.message ?? ''}`.trim();
    return { rounds, error: { type: 'NoValidHost', message } };
  }
  return { rounds, selections: decision.selections.map((each) => each.map(({ node }) => node)) };
}

function derivationOf({ request }: ScheduleCase): CaseTrial['derive'] {
  if (request.numa_topology !== 'from_flavor') return (same) => same;
  return (changed) => ({ ...changed, numaTopology: numaConstraints(changed.flavor, changed.image) });
}

/** The hosts of the case as they are when the chosen ones have been consumed. */
function hostsAfter(decision: Decision, cloud: CloudState, request: RequestSpec, options: SchedulerOptions) {
  const consumption = virtualConsumption(request, resolveOptions(options));
  let next = request;
  decision.selections.forEach(([chosen], i) => {
    next = consumption.consume(cloud.hosts[chosen!.hostIndex]!, next, request.instanceUuids[i]!);
  });
  const after = cloud.hosts.map((host) => [host.node, resultHost(host)]);
  consumption.revert();
  return Object.fromEntries(after) as NonNullable<ScheduleResult['hosts_after']>;
}

const GROUPS = {
  filter_scheduler: 'filterScheduler',
  metrics: 'metrics',
  scheduler: 'scheduler',
  compute: 'compute',
  DEFAULT: 'topLevel',
} as const;

function optionsOf({ config, nova }: ScheduleCase): SchedulerOptions {
  const groups: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const [group, values] of Object.entries(config ?? {})) {
    const name = Object.hasOwn(GROUPS, group) ? GROUPS[group as keyof typeof GROUPS] : undefined;
    if (name === undefined) {
      throw new OptionError('NoSuchGroupError', group, '*', `no such group${didYouMean(group, Object.keys(GROUPS))}`);
    }
    groups[name] = values;
  }
  const options = { nova: nova ?? '26', filterScheduler: {}, metrics: {}, ...groups } as SchedulerOptions;
  resolveOptions(options);
  return options;
}

/** Throws on what is not an end that Nova knows too. */
function errorOf(error: unknown, place: ErrorPlace): ResultError {
  if (!(error instanceof RequestError) && !(error instanceof HardwareError)) throw error;
  const own = error instanceof RequestError ? error.place : undefined;
  return { type: error.type, message: error.message, ...(own ?? place) };
}
