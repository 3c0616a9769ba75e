import { computeFilter } from '../filters/compute.ts';
import type { FilterDefinition, HostCheck } from '../filters/define-filter.ts';
import { aggregateIoOpsFilter, ioOpsFilter } from '../filters/io-ops.ts';
import { aggregateNumInstancesFilter, numInstancesFilter } from '../filters/num-instances.ts';
import { aggregateMultiTenancyIsolation } from '../filters/aggregate-multi-tenancy-isolation.ts';
import { filterRegistry } from '../filters/registry.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import { amountFields } from './amount-fields.ts';
import type { UndeclaredCheck } from './host-scan.ts';
import type { ServiceWatch } from './service-watch.ts';
import { emptyRequest } from './empty-request.ts';

/** A filter that looks at how much a host does, and at nothing of the request. */
export interface Gate {
  /** Position among the filters. */
  readonly filter: number;
  readonly check: HostCheck;
}

/** A request's filters, bound; by position, `undefined` for one that passes every host or is a gate. */
export interface BoundFilters {
  readonly checks: readonly (HostCheck | undefined)[];
  /** Verdicts change with amounts. */
  readonly readsAmounts: boolean;
}

const gateFilters: ReadonlySet<FilterDefinition> = new Set([
  ioOpsFilter,
  numInstancesFilter,
  aggregateIoOpsFilter,
  aggregateNumInstancesFilter,
]);

/** What plain requests may differ in. */
const plainFields: ReadonlySet<keyof RequestSpec> = new Set<keyof RequestSpec>([
  'projectId',
  'userId',
  'flavor',
  'image',
  'bootFromVolume',
  'availabilityZone',
]);

/** The enabled filters as the fast engine uses them. */
export class FilterPlan {
  readonly filters: readonly FilterDefinition[];
  readonly gates: readonly Gate[];
  /** By position among the filters. */
  readonly gateChecks: readonly (HostCheck | undefined)[];
  /** Request fields by which plain requests may differ in the verdicts, besides flavor, image and zone. */
  readonly asks: readonly ('projectId' | 'userId')[];
  /** A filter asks what only a request that is not plain says. */
  readonly asksMore: boolean;
  /** Positions of filters that may look at anything: they are asked about every host each time. */
  readonly undeclared: readonly number[];
  private readonly options: ResolvedOptions;
  private readonly service: ServiceWatch;

  constructor(filters: readonly FilterDefinition[], options: ResolvedOptions, service: ServiceWatch) {
    this.filters = filters;
    this.options = options;
    this.service = service;
    this.undeclared = filters.flatMap((filter, position) => (isDeclared(filter) ? [] : [position]));
    const context = { options, nowSeconds: 0, instanceUuid: '' };
    this.gates = filters.flatMap((filter, position) =>
      gateFilters.has(filter) ? [{ filter: position, check: filter.bind(emptyRequest, context)! }] : [],
    );
    this.gateChecks = filters.map((_, position) => this.gates.find(({ filter }) => filter === position)?.check);
    this.asksMore =
      this.undeclared.length > 0 || filters.some((filter) => filter.asks?.some((field) => !plainFields.has(field)));
    const asks = new Set(filters.flatMap((filter) => filter.asks ?? []));
    if (filters.includes(aggregateMultiTenancyIsolation) || options.scheduler.limit_tenants_to_placement_aggregate) {
      asks.add('projectId');
    }
    this.asks = (['projectId', 'userId'] as const).filter((field) => asks.has(field));
  }

  /** The undeclared filters for one request, in order; one that passes every host is left out. */
  bindUndeclared(request: RequestSpec, nowSeconds: number): UndeclaredCheck[] {
    const context = { options: this.options, nowSeconds, instanceUuid: request.instanceUuids[0]! };
    return this.undeclared.flatMap((position) => {
      const check = this.filters[position]!.bind(request, context);
      return check === undefined ? [] : [{ position, check }];
    });
  }

  /** `undefined` for a request on which a filter does not say what it reads. May throw what `bind` throws. */
  bind(request: RequestSpec): BoundFilters | undefined {
    const context = { options: this.options, nowSeconds: 0, instanceUuid: '' };
    const checks: (HostCheck | undefined)[] = [];
    let readsAmounts = false;
    for (const filter of this.filters) {
      if (!isDeclared(filter)) {
        checks.push(undefined);
        continue;
      }
      const check = gateFilters.has(filter) ? undefined : filter.bind(request, context);
      if (check !== undefined && filter.reads === undefined) return undefined;
      if (check !== undefined && filter.reads!.some((field) => amountFields.has(field))) readsAmounts = true;
      checks.push(filter === computeFilter ? this.service.check : check);
    }
    return { checks, readsAmounts };
  }

  /** 0 where every gate is open, else 1 + position (among the gates) of the first that is shut. */
  gateOf(host: HostState): number {
    for (let i = 0; i < this.gates.length; i++) if (!this.gates[i]!.check.passes(host)) return i + 1;
    return 0;
  }
}

function isDeclared(filter: FilterDefinition): boolean {
  return filterRegistry.get(filter.name) === filter || (filter.asks !== undefined && filter.reads !== undefined);
}
