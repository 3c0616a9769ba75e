import type { NovaLevel } from '../options/resolve-options.ts';
import { UnknownNameError } from '../scheduler/registry-error.ts';
import { buildFailureWeigher } from './build-failure.ts';
import { cpuWeigher } from './cpu.ts';
import { crossCellWeigher } from './cross-cell.ts';
import type { WeigherDefinition } from './define-weigher.ts';
import { diskWeigher } from './disk.ts';
import { hypervisorVersionWeigher } from './hypervisor-version.ts';
import { imagePropertiesWeigher } from './image-properties.ts';
import { ioOpsWeigher } from './io-ops.ts';
import { metricsWeigher } from './metrics.ts';
import { numInstancesWeigher } from './num-instances.ts';
import { pciWeigher } from './pci.ts';
import { ramWeigher } from './ram.ts';
import { randomWeigher } from './random.ts';
import { serverGroupSoftAffinityWeigher, serverGroupSoftAntiAffinityWeigher } from './soft-affinity.ts';

/** Every weigher that comes with Astrolabe, by name; ascending, the order in which Nova's are added up. */
export const weigherRegistry: ReadonlyMap<string, WeigherDefinition> = new Map(
  [
    buildFailureWeigher,
    cpuWeigher,
    crossCellWeigher,
    diskWeigher,
    hypervisorVersionWeigher,
    imagePropertiesWeigher,
    ioOpsWeigher,
    metricsWeigher,
    numInstancesWeigher,
    pciWeigher,
    ramWeigher,
    randomWeigher,
    serverGroupSoftAffinityWeigher,
    serverGroupSoftAntiAffinityWeigher,
  ].map((weigher) => [weigher.name, weigher]),
);

/** Nova's default: all of its own weighers of that release, by name. Nova: `all_weighers`. */
export function defaultWeighers(nova: NovaLevel): readonly string[] {
  return [...weigherRegistry.values()]
    .filter(({ nova: origin }) => origin !== undefined && (nova !== '26' || !isAfter26(origin.since)))
    .map(({ name }) => name);
}

function isAfter26(since: string | undefined): boolean {
  return since !== undefined && Number.parseInt(since, 10) > 26;
}

/**
 * The weighers of these names, in order; people's own go before those of the registry. A dotted
 * name counts by its last part (`nova.scheduler.weights.ram.RAMWeigher`), and Nova's
 * `nova.scheduler.weights.all_weighers` stands for the default ones.
 * Throws UnknownNameError with the nearest name.
 */
export function findWeighers(
  names: readonly string[],
  nova: NovaLevel,
  own: readonly WeigherDefinition[] = [],
): readonly WeigherDefinition[] {
  return names.flatMap((name) => {
    if (lastPartOf(name) === 'all_weighers') return defaultWeighers(nova).map((each) => findWeigher(each, own));
    return [findWeigher(name, own)];
  });
}

function findWeigher(given: string, own: readonly WeigherDefinition[]): WeigherDefinition {
  const name = lastPartOf(given);
  const isCalled = (weigher: WeigherDefinition) => weigher.name === name || weigher.aliases?.includes(name) === true;
  const found = own.find(isCalled) ?? weigherRegistry.get(name) ?? [...weigherRegistry.values()].find(isCalled);
  if (found !== undefined) return found;
  const known = [...own, ...weigherRegistry.values()].map((weigher) => weigher.name);
  // Nova imports what has dots and stumbles over what has none.
  throw new UnknownNameError(given.includes('.') ? 'ImportError' : 'ValueError', 'weigher', name, known);
}

function lastPartOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
