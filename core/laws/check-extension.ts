import type { FilterDefinition } from '../filters/define-filter.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import type { WeigherDefinition } from '../weighers/define-weigher.ts';
import { askedKeys } from './asked-keys.ts';
import { checkFilterLaws, checkWeigherLaws, type LawTrial, type LawViolation } from './check-laws.ts';
import { sampleTrial, type SampleSize } from './sample-trial.ts';

/** What trying an extension on a sample found. */
export interface ExtensionReport {
  readonly kind: 'filter' | 'weigher';
  readonly name: string;
  readonly hosts: number;
  readonly requests: number;
  /** Requests that the extension had something to say to: a filter's `bind` answered a check. */
  readonly concerned: number;
  /** Pairs of a request and a host that a filter refused; 0 for a weigher. */
  readonly refused: number;
  /** Each broken law once for each message. */
  readonly violations: readonly CountedViolation[];
}

/** A violation, on how many pairs of a request and a host, and the first of those hosts. */
export interface CountedViolation extends LawViolation {
  readonly times: number;
}

export type Extension = FilterDefinition | WeigherDefinition;

/** Only a weigher has a multiplier. */
export function isWeigher(extension: Extension): extension is WeigherDefinition {
  return 'multiplier' in extension;
}

/**
 * Tries an own filter or weigher on a sample drawn from a seed, in which the extra specs, hints,
 * properties and metadata that it looks for are present. An extension that never returns keeps this
 * from returning.
 */
export function checkExtension(extension: Extension, seed = 1, size?: SampleSize): ExtensionReport {
  const trial = sampleFor(extension, seed, size);
  const counts = isWeigher(extension) ? { concerned: trial.requests.length, refused: 0 } : tally(extension, trial);
  const violations = isWeigher(extension) ? checkWeigherLaws(extension, trial) : checkFilterLaws(extension, trial);
  return {
    kind: isWeigher(extension) ? 'weigher' : 'filter',
    name: extension.name,
    hosts: trial.cloud.hosts.length,
    requests: trial.requests.length,
    ...counts,
    violations: counted(violations),
  };
}

/** What an extension looks for may lead it to look for more; nobody goes deeper than this. */
const ROUNDS = 3;

function sampleFor(extension: Extension, seed: number, size: SampleSize | undefined): LawTrial {
  let trial = sampleTrial(seed, undefined, size);
  for (let round = 0; round < ROUNDS; round++) {
    trial = sampleTrial(
      seed,
      askedKeys(trial, (request, hosts) => askAll(extension, request, hosts)),
      size,
    );
  }
  return trial;
}

const options = resolveOptions();

function askAll(extension: Extension, request: RequestSpec, hosts: readonly HostState[]): void {
  if (isWeigher(extension)) {
    const context = { options, random: () => 0.5, multiplierOf: () => 1 };
    const score = extension.bind(request, hosts, context);
    for (const host of hosts) score.raw(host);
    return;
  }
  const check = bound(extension, request);
  for (const host of hosts) if (check?.passes(host) === false) check.explain(host);
}

function bound(filter: FilterDefinition, request: RequestSpec): ReturnType<FilterDefinition['bind']> {
  return filter.bind(request, { options, nowSeconds: 0, instanceUuid: request.instanceUuids[0]! });
}

/** What throws is counted by the laws. */
function tally(filter: FilterDefinition, trial: LawTrial): { concerned: number; refused: number } {
  let concerned = 0;
  let refused = 0;
  for (const request of trial.requests) {
    try {
      const check = bound(filter, request);
      if (check === undefined) continue;
      concerned++;
      for (const host of trial.cloud.hosts) if (!check.passes(host)) refused++;
    } catch {
      continue;
    }
  }
  return { concerned, refused };
}

function counted(violations: readonly LawViolation[]): CountedViolation[] {
  const found = new Map<string, CountedViolation>();
  for (const violation of violations) {
    const key = `${violation.law} ${violation.message}`;
    const before = found.get(key);
    found.set(key, before === undefined ? { ...violation, times: 1 } : { ...before, times: before.times + 1 });
  }
  return [...found.values()];
}
