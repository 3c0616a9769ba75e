import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import type { HostScore, WeigherDefinition } from '../weighers/define-weigher.ts';
import { type Multiplier, MultiplierTable } from '../weighers/multipliers.ts';
import type { WeigherReport } from './decision.ts';
import type { HostList } from './host-list.ts';
import { stopFor } from './scheduling-stop.ts';

export interface WeighPass {
  readonly request: RequestSpec;
  readonly random: (hostIndex: number) => number;
  /** Filled with each weigher's values when full detail is wanted. */
  readonly reports: WeigherReport[] | undefined;
}

/**
 * Adds up the weights of the hosts in a list: for each weigher in order, multiplier × normalised
 * raw value. The order of the additions, and each operation, is Nova's: weights agree to the last bit.
 */
export class WeighStage {
  /** Weight by position in the list. */
  readonly weights: Float64Array;
  private readonly raw: Float64Array;
  private readonly weighers: readonly WeigherDefinition[];
  private readonly multipliers: MultiplierTable;
  private readonly options: ResolvedOptions;
  private readonly hosts: readonly HostState[];

  constructor(weighers: readonly WeigherDefinition[], options: ResolvedOptions, hosts: readonly HostState[]) {
    this.weights = new Float64Array(hosts.length);
    this.raw = new Float64Array(hosts.length);
    this.weighers = weighers;
    this.multipliers = new MultiplierTable(weighers, options, hosts);
    this.options = options;
    this.hosts = hosts;
  }

  /** A single host is not weighed: its weight is 0, as in Nova. */
  run(list: HostList, pass: WeighPass): void {
    this.weights.fill(0, 0, list.count);
    if (list.count < 2) return;
    this.multipliers.refresh(list);
    for (let i = 0; i < this.weighers.length; i++) {
      const weigher = this.weighers[i]!;
      try {
        this.add(weigher, this.multipliers.of[i]!, list, pass);
      } catch (error) {
        throw stopFor('weigher', weigher, error, { weigher: weigher.name });
      }
    }
  }

  private add(weigher: WeigherDefinition, multiplier: Multiplier, list: HostList, pass: WeighPass): void {
    const uniform = multiplier.overridden === 0;
    const silent = pass.reports === undefined && uniform && Number.isFinite(multiplier.configured);
    if (silent && weigher.total === true && multiplier.configured === 0) return;
    const score = weigher.bind(pass.request, this.hosts, {
      options: this.options,
      random: pass.random,
      multiplierOf: (host) => multiplier.byHost[host.index]!,
    });
    if (silent && score.constant !== undefined) return;
    this.readRaw(weigher, score, list);
    const low = weigher.minimum ?? smallest(this.raw, list.count);
    const high = weigher.maximum ?? largest(this.raw, list.count);
    if (!uniform) this.addEach(multiplier.byHost, low, high, list);
    // All values equal count as 0; that still shows where the multiplier is not finite.
    else if (low !== high || !silent) this.addAll(multiplier.configured, low, high, list.count);
    pass.reports?.push(this.report(weigher, multiplier, low, high, list));
  }

  private readRaw(weigher: WeigherDefinition, score: HostScore, { indexes, count }: HostList): void {
    const { raw, hosts } = this;
    if (score.constant === undefined) for (let i = 0; i < count; i++) raw[i] = score.raw(hosts[indexes[i]!]!);
    else raw.fill(score.constant, 0, count);
    const { minimum, maximum } = weigher;
    if (minimum !== undefined) for (let i = 0; i < count; i++) if (raw[i]! < minimum) raw[i] = minimum;
    if (maximum !== undefined) for (let i = 0; i < count; i++) if (raw[i]! > maximum) raw[i] = maximum;
  }

  private addAll(multiplier: number, low: number, high: number, count: number): void {
    const { raw, weights } = this;
    const range = low === high ? 1 : high - low;
    if (low === high) raw.fill(low, 0, count);
    for (let i = 0; i < count; i++) weights[i]! += multiplier * ((raw[i]! - low) / range);
  }

  private addEach(byHost: Float64Array, low: number, high: number, { indexes, count }: HostList): void {
    const { raw, weights } = this;
    for (let i = 0; i < count; i++) weights[i]! += byHost[indexes[i]!]! * normalized(raw[i]!, low, high);
  }

  private report(
    weigher: WeigherDefinition,
    multiplier: Multiplier,
    low: number,
    high: number,
    list: HostList,
  ): WeigherReport {
    const raw = Array.from(this.raw.subarray(0, list.count));
    return {
      weigher: weigher.name,
      raw,
      normalized: raw.map((value) => normalized(value, low, high)),
      multiplier: list.toArray().map((index) => multiplier.byHost[index]!),
    };
  }
}

/** Where a value lies between the bounds; 0 when they are equal. Nova: `weights.normalize`. */
function normalized(value: number, low: number, high: number): number {
  return low === high ? 0 : (value - low) / (high - low);
}

function smallest(values: Float64Array, count: number): number {
  let found = values[0]!;
  for (let i = 1; i < count; i++) if (values[i]! < found) found = values[i]!;
  return found;
}

function largest(values: Float64Array, count: number): number {
  let found = values[0]!;
  for (let i = 1; i < count; i++) if (values[i]! > found) found = values[i]!;
  return found;
}
