import type { FilterContext, FilterDefinition, HostCheck } from '../filters/define-filter.ts';
import { HardwareError } from '../hardware/hardware-error.ts';
import type { Cloud } from '../model/cloud.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.ts';
import { RequestError } from '../scheduler/request-error.ts';
import type { WeigherContext, WeigherDefinition } from '../weighers/define-weigher.ts';
import { type WatchedHost, watchHost } from './watched-host.ts';
import { watchRequest } from './watched-request.ts';

/** A law that a filter or weigher breaks, with the host it was asked about; '' when it is about none. */
export interface LawViolation {
  readonly law:
    | 'throws'
    | 'same-answer'
    | 'declared-reads'
    | 'declared-asks'
    | 'changes-nothing'
    | 'declared-codes'
    | 'number'
    | 'constant';
  readonly host: string;
  readonly message: string;
}

/** What an author tries an extension on. */
export interface LawTrial {
  readonly cloud: Cloud;
  readonly requests: readonly RequestSpec[];
  /** Default: those of Nova 2026.1. */
  readonly options?: ResolvedOptions;
  readonly nowSeconds?: number;
}

/**
 * Checks an own filter: it answers the same when asked again, reads no more fields of a host than
 * `reads` says and looks at no more of the request than `asks` says, changes nothing, explains with a
 * code it has declared, and throws nothing but RequestError (or HardwareError, of a malformed guest).
 * Empty when all holds.
 */
export function checkFilterLaws(filter: FilterDefinition, trial: LawTrial): LawViolation[] {
  return trial.requests.flatMap((request) => {
    const context: FilterContext = {
      options: trial.options ?? resolveOptions(),
      nowSeconds: trial.nowSeconds ?? 0,
      instanceUuid: request.instanceUuids[0]!,
    };
    const seen = watchRequest(request, context, new Set([...FREE, ...(filter.asks ?? [])]));
    const found = trial.cloud.hosts.flatMap((host) => [
      ...observe(host, filter.reads, (watched) => verdict(filter.bind(seen.request, seen.context), watched)),
      ...undeclaredCodes(filter, request, context, host),
    ]);
    return [...found, ...undeclaredLooks(seen.looks, filter.asks)];
  });
}

/** What a filter that declares `asks` may look at besides. */
const FREE = ['flavor', 'image', 'bootFromVolume', 'availabilityZone'];

/**
 * Checks an own weigher: the same raw value when asked again, a number, no more fields read than
 * `reads` says, nothing of the request where `asks` says so, nothing changed, and `constant` true to
 * its word. Empty when all holds.
 */
export function checkWeigherLaws(weigher: WeigherDefinition, trial: LawTrial): LawViolation[] {
  const options = trial.options ?? resolveOptions();
  const context: WeigherContext = {
    options,
    random: (hostIndex) => ((hostIndex * 2_654_435_761) % 4_294_967_296) / 4_294_967_296,
    multiplierOf: () => weigher.multiplier(options),
  };
  return trial.requests.flatMap((request) => {
    const seen = watchRequest(request, context, new Set());
    const found = trial.cloud.hosts.flatMap((host) => {
      const violations: LawViolation[] = [];
      const ask = (watched: HostState) => {
        const score = weigher.bind(seen.request, trial.cloud.hosts, seen.context);
        const { constant } = score;
        const value = score.raw(watched);
        if (Number.isNaN(value))
          violations.push({ law: 'number', host: host.host, message: 'the raw value is no number' });
        if (constant !== undefined && constant !== value) {
          const message = `constant is ${constant}, but the host has ${value}`;
          violations.push({ law: 'constant', host: host.host, message });
        }
        return value;
      };
      return [...observe(host, weigher.reads, ask), ...violations.slice(0, 1)];
    });
    return [...found, ...undeclaredLooks(seen.looks, weigher.asks)];
  });
}

/** Asks twice, and looks at what was read and written on the way. */
function observe(
  host: HostState,
  declared: readonly (keyof HostState)[] | undefined,
  ask: (host: HostState) => unknown,
): LawViolation[] {
  const watched = watchHost(host);
  const before = snapshot(host);
  const violations: LawViolation[] = [];
  const add = (law: LawViolation['law'], message: string) => violations.push({ law, host: host.host, message });
  try {
    const answers = [ask(watched.host), ask(watched.host)];
    if (!Object.is(answers[0], answers[1]))
      add('same-answer', `first ${String(answers[0])}, then ${String(answers[1])}`);
  } catch (error) {
    if (!endsRequest(error)) add('throws', error instanceof Error ? error.message : String(error));
  }
  const extra = undeclaredReads(watched, declared);
  if (extra.length > 0) add('declared-reads', `reads ${extra.join(', ')} without saying so`);
  if (watched.writes.size > 0) add('changes-nothing', `writes ${[...watched.writes].join(', ')}`);
  else if (snapshot(host) !== before) add('changes-nothing', 'changes what a field of the host holds');
  return violations;
}

function undeclaredLooks(looks: ReadonlySet<string>, asks: readonly string[] | undefined): LawViolation[] {
  if (asks === undefined || looks.size === 0) return [];
  return [{ law: 'declared-asks', host: '', message: `looks at ${[...looks].join(', ')} without saying so` }];
}

/** What ends a request, as Nova would, and is no defect. */
function endsRequest(error: unknown): boolean {
  return error instanceof RequestError || error instanceof HardwareError;
}

function undeclaredReads({ reads }: WatchedHost, declared: readonly (keyof HostState)[] | undefined): string[] {
  return declared === undefined ? [] : [...reads].filter((name) => !declared.includes(name));
}

function verdict(check: HostCheck | undefined, host: HostState): boolean {
  return check === undefined || check.passes(host);
}

function undeclaredCodes(
  filter: FilterDefinition,
  request: RequestSpec,
  context: FilterContext,
  host: HostState,
): LawViolation[] {
  try {
    const check = filter.bind(request, context);
    if (check === undefined || check.passes(host)) return [];
    const { code } = check.explain(host);
    if (filter.codes.includes(code)) return [];
    return [
      { law: 'declared-codes', host: host.host, message: `explains with the code "${code}", which is not declared` },
    ];
  } catch (error) {
    if (endsRequest(error)) return [];
    const message = error instanceof Error ? error.message : String(error);
    return [{ law: 'throws', host: host.host, message: `explain: ${message}` }];
  }
}

/** Everything in a host as text, sets and maps included; two of them are made when they are read. */
function snapshot(host: HostState): string {
  const { instances, instanceImageProperties } = host;
  return JSON.stringify([host, instances, instanceImageProperties], (_name, value: unknown) => {
    if (value instanceof Set || value instanceof Map) return [...value];
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
}
