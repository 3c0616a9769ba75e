import { nearestName, standardResourceClasses, standardTraits } from '../../core/index.ts';
import type { HostSpec } from '../run/run-input.ts';
import { listNames } from './list-names.ts';
import type { ScenarioConfig } from './scenario-schema.ts';
import { type PathProblem, show } from './schema-problems.ts';
import { selectHosts } from './select-hosts.ts';
import type { PathPart } from './yaml-source.ts';

export function checkHosts(config: ScenarioConfig, hosts: readonly HostSpec[]): PathProblem[] {
  const problems: PathProblem[] = [];
  if (hosts.length === 0) {
    problems.push({ code: 'no-hosts', path: ['cloud'], found: 'no hosts', accepted: '`hosts`, `hostFile` or both' });
  }
  const names = new Set<string>();
  const twice = hosts.find((host) => names.size === names.add(host.name).size);
  if (twice) {
    const accepted = 'names that differ: give each group its own `kind` or `name`';
    problems.push({ code: 'duplicate-name', path: ['cloud', 'hosts'], found: `two hosts "${twice.name}"`, accepted });
  }
  problems.push(...checkInventories(config));
  config.cloud.hosts.forEach((group, i) => {
    if (group.name !== undefined && group.count > 1 && !group.name.includes('{n}')) {
      const path = ['cloud', 'hosts', i, 'name'];
      problems.push({ code: 'wrong-value', path, found: show(group.name), accepted: 'a pattern with {n}' });
    }
  });
  const reserved = hosts.find((host) => host.reservedVcpus >= host.vcpus || host.reservedRamMib >= host.ramMib);
  if (reserved) {
    const found = `${reserved.reservedVcpus} of ${reserved.vcpus} vCPUs and ${reserved.reservedRamMib} of ${reserved.ramMib} MiB reserved on "${reserved.name}"`;
    problems.push({ code: 'wrong-value', path: ['cloud', 'reserved'], found, accepted: 'less than the host has' });
  }
  config.cloud.aggregates.forEach(({ hosts: selector }, i) =>
    problems.push(...checkSelector(hosts, selector, ['cloud', 'aggregates', i, 'hosts'])),
  );
  return problems;
}

/** The classes that every host has anyway. */
const ownClasses = ['VCPU', 'MEMORY_MB', 'DISK_GB'];

/** Placement knows its standard names; all others begin with `CUSTOM_`. */
function checkInventories({ cloud }: ScenarioConfig): PathProblem[] {
  const classes = standardResourceClasses.filter((name) => !ownClasses.includes(name));
  return cloud.hosts.flatMap((group, i) => {
    const at = ['cloud', 'hosts', i];
    const traits = group.traits.map((name, t) => checkName(name, standardTraits, [...at, 'traits', t], false));
    const names = Object.keys(group.inventories);
    const inventories = names.map((name) => checkName(name, classes, [...at, 'inventories', name], true));
    return [...traits, ...inventories].filter((problem) => problem !== undefined);
  });
}

function checkName(
  name: string,
  standard: readonly string[],
  path: readonly PathPart[],
  atKey: boolean,
): PathProblem | undefined {
  if (name.startsWith('CUSTOM_') || standard.includes(name)) return undefined;
  const accepted = `a name that begins with CUSTOM_, or a standard one: ${listNames(standard)}`;
  return { code: 'unknown-name', path, atKey, found: show(name), accepted, nearest: nearestName(name, standard) };
}

/** Problems of a selection: no key, or no host that meets them all. */
export function checkSelector(
  hosts: readonly HostSpec[],
  selector: Parameters<typeof selectHosts>[1],
  path: readonly PathPart[],
): PathProblem[] {
  if (Object.values(selector).every((value) => value === undefined)) {
    const accepted = 'at least one of name, kind, zone, rack, all';
    return [{ code: 'no-hosts', path, found: 'no key that selects hosts', accepted }];
  }
  if (selectHosts(hosts, selector).length > 0) return [];
  for (const key of ['zone', 'rack', 'kind', 'name'] as const) {
    const known = [...new Set(hosts.map((host) => host[key]))].filter((name) => name !== '');
    const foreign = selector[key]?.find((name) => !name.includes('*') && !known.includes(name));
    if (foreign === undefined) continue;
    const accepted = known.length === 0 ? `no host has a ${key}` : listNames(known);
    const nearest = nearestName(foreign, known);
    return [{ code: 'no-hosts', path: [...path, key], found: show(foreign), accepted, nearest }];
  }
  return [{ code: 'no-hosts', path, found: show(selector), accepted: 'a selection that some host meets' }];
}
