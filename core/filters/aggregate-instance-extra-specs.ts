import type { HostState } from '../model/host-state.ts';
import { setOrder } from '../python/set-order.ts';
import { aggregateMetadata } from './aggregate-metadata.ts';
import { defineFilter, type Rejection } from './define-filter.ts';
import { meetsRequirement } from './extra-spec-operators.ts';
import { listNames } from './list-names.ts';

const SCOPE = 'aggregate_instance_extra_specs';

type Requirement = readonly [key: string, requirement: string];

/** Passes hosts whose aggregates have what the flavor's extra specs want. Nova: same name. */
export const aggregateInstanceExtraSpecsFilter = defineFilter({
  name: 'AggregateInstanceExtraSpecsFilter',
  summary:
    'Passes hosts whose aggregate metadata meets every extra spec without a scope or with the scope ' +
    '`aggregate_instance_extra_specs`.',
  nova: { source: 'nova/scheduler/filters/aggregate_instance_extra_specs.py' },
  codes: ['aggregate-key-missing', 'aggregate-value-differs'],
  reads: ['aggregates'],
  oncePerRequest: true,
  bind({ flavor }) {
    const requirements = Object.entries(flavor.extraSpecs).flatMap(inScope);
    if (requirements.length === 0) return undefined;
    return {
      passes: (host) => firstUnmet(host, requirements) === undefined,
      explain: (host) => explain(host, firstUnmet(host, requirements)!),
    };
  },
});

function inScope([key, requirement]: Requirement): Requirement[] {
  const colon = key.indexOf(':');
  if (colon < 0) return [[key, requirement]];
  return key.slice(0, colon) === SCOPE ? [[key.slice(colon + 1), requirement]] : [];
}

function firstUnmet(host: HostState, requirements: readonly Requirement[]): Requirement | undefined {
  const metadata = aggregateMetadata(host.aggregates);
  for (const each of requirements) {
    const values = metadata.get(each[0]);
    if (values === undefined || !anyMeets(values, each[1])) return each;
  }
  return undefined;
}

/** A value that cannot be compared only matters when it is met before one that fits. */
function anyMeets(values: ReadonlySet<string>, requirement: string): boolean {
  const inOrder = values.size > 1 ? setOrder([...values]) : values;
  for (const value of inOrder) if (meetsRequirement(value, requirement)) return true;
  return false;
}

function explain(host: HostState, [key, requirement]: Requirement): Rejection {
  const needed = `${key} ${requirement}`;
  const values = aggregateMetadata(host.aggregates).get(key);
  if (values === undefined) return { code: 'aggregate-key-missing', needed, had: `no aggregate with ${key}` };
  return { code: 'aggregate-value-differs', needed, had: `${key} ${listNames(values)}` };
}
