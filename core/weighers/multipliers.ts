import { smallestAggregateNumber } from '../filters/aggregate-metadata.ts';
import type { Aggregate } from '../model/aggregate.ts';
import type { HostState } from '../model/host-state.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import { parseFloatText } from '../python/number.ts';
import type { HostList } from '../scheduler/host-list.ts';
import type { WeigherDefinition } from './define-weigher.ts';

/**
 * The multiplier of one weigher on each host: the smallest that its aggregates name, else the
 * option. Nova: `utils.get_weight_multiplier`.
 */
export interface Multiplier {
  /** The option's value, with the weigher's sign. */
  readonly configured: number;
  /** By host index. Equal to `configured` everywhere while `overridden` is 0. */
  readonly byHost: Float64Array;
  /** Number of hosts whose aggregates name another value. */
  overridden: number;
}

/** The multipliers of all weighers on all hosts, read again where a host's aggregates changed. */
export class MultiplierTable {
  readonly of: readonly Multiplier[];
  private readonly weighers: readonly WeigherDefinition[];
  private readonly options: readonly number[];
  private readonly hosts: readonly HostState[];
  /** Aggregates are replaced when they change, so the same list means the same multipliers. */
  private readonly seen: (readonly Aggregate[] | undefined)[];

  constructor(weighers: readonly WeigherDefinition[], options: ResolvedOptions, hosts: readonly HostState[]) {
    this.weighers = weighers;
    this.hosts = hosts;
    this.options = weighers.map((weigher) => weigher.multiplier(options));
    this.of = weighers.map((weigher, w) => {
      const configured = signOf(weigher) * this.options[w]!;
      return { configured, byHost: new Float64Array(hosts.length).fill(configured), overridden: 0 };
    });
    this.seen = Array.from({ length: hosts.length }, () => undefined);
  }

  /** Brings the hosts of a list up to date. */
  refresh({ indexes, count }: HostList): void {
    for (let i = 0; i < count; i++) {
      const index = indexes[i]!;
      const { aggregates } = this.hosts[index]!;
      if (aggregates !== this.seen[index]) this.read(index, aggregates);
    }
  }

  private read(index: number, aggregates: readonly Aggregate[]): void {
    this.seen[index] = aggregates;
    this.weighers.forEach((weigher, w) => {
      const multiplier = this.of[w]!;
      const { configured, byHost } = multiplier;
      const option = this.options[w]!;
      const value =
        weigher.aggregateKey === undefined
          ? option
          : smallestAggregateNumber(aggregates, weigher.aggregateKey, option, parseFloatText);
      const before = byHost[index] !== configured;
      byHost[index] = signOf(weigher) * value;
      multiplier.overridden += Number(byHost[index] !== configured) - Number(before);
    });
  }
}

function signOf(weigher: WeigherDefinition): 1 | -1 {
  return weigher.negated === true ? -1 : 1;
}
