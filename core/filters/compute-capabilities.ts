import type { Flavor } from '../model/flavor.ts';
import type { HostState } from '../model/host-state.ts';
import { pythonText } from '../python/text.ts';
import { isDict, PythonObject, type PythonValue } from '../python/value.ts';
import { defineFilter, type Rejection } from './define-filter.ts';
import { meetsRequirement } from './extra-spec-operators.ts';
import { hostAttribute, hostStat, readJson } from './host-attributes.ts';

const SCOPE = 'capabilities';

interface Requirement {
  readonly key: string;
  /** Attribute of the host, then keys into what it holds. */
  readonly path: readonly string[];
  readonly requirement: string;
  /** Written without a scope: passed over on a host that has nothing of that name. */
  readonly unscoped: boolean;
}

/** Passes hosts whose capabilities meet the flavor's extra specs. Nova: `ComputeCapabilitiesFilter`. */
export const computeCapabilitiesFilter = defineFilter({
  name: 'ComputeCapabilitiesFilter',
  summary:
    'Passes hosts whose attributes and stats meet every extra spec with the scope `capabilities`, and those without ' +
    'a scope that name one.',
  nova: { source: 'nova/scheduler/filters/compute_capabilities_filter.py' },
  codes: ['capability-missing', 'capability-differs'],
  oncePerRequest: true,
  bind({ flavor }, { options }) {
    const requirements = Object.entries(flavor.extraSpecs).flatMap(inScope);
    if (options.nova !== '26') requirements.push(...addressBits(flavor));
    if (requirements.length === 0) return undefined;
    return {
      passes: (host) => firstUnmet(host, requirements) === undefined,
      explain: (host) => explain(host, firstUnmet(host, requirements)!),
    };
  },
});

function inScope([key, requirement]: readonly [string, string]): Requirement[] {
  const parts = key.split(':');
  if (parts.length === 1) return [{ key, path: parts, requirement, unscoped: true }];
  return parts[0] === SCOPE ? [{ key, path: parts.slice(1), requirement, unscoped: false }] : [];
}

/** Since 29: a guest's physical address bits are looked for in what the host says of its CPU. */
function addressBits({ extraSpecs }: Flavor): Requirement[] {
  const key = 'hw:maxphysaddr_bits';
  const bits = extraSpecs[key];
  if (bits === undefined) return [];
  return [{ key, path: ['cpu_info', 'maxphysaddr', 'bits'], requirement: `>= ${bits}`, unscoped: false }];
}

function firstUnmet(host: HostState, requirements: readonly Requirement[]): Requirement | undefined {
  for (const each of requirements) {
    if (each.unscoped && !hasCapability(host, each.key)) continue;
    const found = capability(host, each.path);
    if (found === null || !meetsRequirement(pythonText(found), each.requirement)) return each;
  }
  return undefined;
}

function hasCapability(host: HostState, name: string): boolean {
  return hostAttribute(host, name) !== undefined || hostStat(host, name) !== undefined;
}

/** What a path leads to; null when it leads to nothing. Text on the way is read as JSON. */
function capability(host: HostState, path: readonly string[]): PythonValue {
  let found: PythonValue = hostAttribute(host, path[0]!) ?? hostStat(host, path[0]!) ?? null;
  for (const name of path.slice(1)) {
    if (found === null) return null;
    found = step(typeof found === 'string' ? readJson(found) : found, name);
  }
  return found;
}

function step(from: PythonValue, name: string): PythonValue {
  if (isDict(from)) return from.get(name) ?? null;
  // Nova looks for an attribute of the object: a service is a wrapper around its `data`.
  return from instanceof PythonObject && name === 'data' ? (from.mapping ?? null) : null;
}

function explain(host: HostState, { key, path, requirement }: Requirement): Rejection {
  const found = capability(host, path);
  const needed = `${key} ${requirement === '' ? '""' : requirement}`;
  if (found === null) return { code: 'capability-missing', needed, had: 'no such capability' };
  return { code: 'capability-differs', needed, had: pythonText(found) };
}
