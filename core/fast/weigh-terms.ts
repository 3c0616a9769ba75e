import type { HostState } from '../model/host-state.ts';
import type { ServerGroupPolicy } from '../model/server-group.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import { buildFailureWeigher } from '../weighers/build-failure.ts';
import { cpuWeigher } from '../weighers/cpu.ts';
import { crossCellWeigher } from '../weighers/cross-cell.ts';
import type { WeigherDefinition } from '../weighers/define-weigher.ts';
import { diskWeigher } from '../weighers/disk.ts';
import { hypervisorVersionWeigher } from '../weighers/hypervisor-version.ts';
import { ioOpsWeigher } from '../weighers/io-ops.ts';
import { metricsWeigher } from '../weighers/metrics.ts';
import { numInstancesWeigher } from '../weighers/num-instances.ts';
import { pciWeigher } from '../weighers/pci.ts';
import { ramWeigher } from '../weighers/ram.ts';
import { serverGroupSoftAffinityWeigher, serverGroupSoftAntiAffinityWeigher } from '../weighers/soft-affinity.ts';
import { amountFields, consumedFields } from './amount-fields.ts';
import { emptyRequest } from './empty-request.ts';
import type { GroupTerm } from './normalization.ts';

/** A weigher that counts: its raw value is a function of the host alone. */
export interface WeighTerm {
  readonly multiplier: number;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly raw: (host: HostState) => number;
  /** Changes with what instances and operations take of a host. */
  readonly readsAmounts: boolean;
  /** Changes with every instance that comes. */
  readonly readsConsumed: boolean;
}

const groupWeighers: ReadonlyMap<WeigherDefinition, ServerGroupPolicy> = new Map([
  [serverGroupSoftAffinityWeigher, 'soft-affinity'],
  [serverGroupSoftAntiAffinityWeigher, 'soft-anti-affinity'],
]);

/** Read the host alone, or are silent for a request that names neither group, cell nor metrics. */
const knownWeighers: ReadonlySet<WeigherDefinition> = new Set([
  buildFailureWeigher,
  cpuWeigher,
  crossCellWeigher,
  diskWeigher,
  hypervisorVersionWeigher,
  ioOpsWeigher,
  metricsWeigher,
  numInstancesWeigher,
  pciWeigher,
  ramWeigher,
  serverGroupSoftAffinityWeigher,
  serverGroupSoftAntiAffinityWeigher,
]);

/** What the weighers add to the weight of a host for any plain request, and more for a server group. */
export interface WeighPlan {
  readonly terms: readonly WeighTerm[];
  /** Weighers of server groups; `after`: how many of the terms are added before. */
  readonly groupTerms: readonly (GroupTerm & { readonly policy: ServerGroupPolicy })[];
}

/**
 * The terms that make up the weight of a host for any plain request, in the order in which they are
 * added. `undefined` when a weigher counts that the host alone does not tell, or when an aggregate
 * gives its hosts a multiplier of their own.
 */
export function weighTerms(
  weighers: readonly WeigherDefinition[],
  options: ResolvedOptions,
  hosts: readonly HostState[],
): WeighPlan | undefined {
  const terms: WeighTerm[] = [];
  const groupTerms: (GroupTerm & { readonly policy: ServerGroupPolicy })[] = [];
  for (const weigher of weighers) {
    if (namesMultiplier(hosts, weigher.aggregateKey)) return undefined;
    const multiplier = (weigher.negated === true ? -1 : 1) * weigher.multiplier(options);
    if (!Number.isFinite(multiplier)) return undefined;
    if (weigher.total === true && multiplier === 0) continue;
    if (!knownWeighers.has(weigher) && !isDeclared(weigher)) return undefined;
    const policy = groupWeighers.get(weigher);
    if (policy !== undefined) groupTerms.push({ policy, multiplier, after: terms.length });
    const score = weigher.bind(emptyRequest, hosts, { options, random: () => 0, multiplierOf: () => multiplier });
    if (score.constant !== undefined) continue;
    if (weigher.total !== true) return undefined;
    terms.push({
      multiplier,
      minimum: weigher.minimum,
      maximum: weigher.maximum,
      raw: score.raw.bind(score),
      readsConsumed: weigher.reads === undefined || weigher.reads.some((field) => consumedFields.has(field)),
      readsAmounts: weigher.reads === undefined || weigher.reads.some((field) => amountFields.has(field)),
    });
  }
  return { terms, groupTerms };
}

function isDeclared({ asks, reads, total }: WeigherDefinition): boolean {
  return asks !== undefined && reads !== undefined && total === true;
}

function namesMultiplier(hosts: readonly HostState[], key: string | undefined): boolean {
  if (key === undefined) return false;
  const seen = new Set<HostState['aggregates']>();
  for (const { aggregates } of hosts) seen.add(aggregates);
  return [...seen].some((list) => list.some(({ metadata }) => Object.hasOwn(metadata, key)));
}
