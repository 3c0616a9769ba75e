import type { Cloud } from '../model/cloud.ts';
import type { HostState } from '../model/host-state.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import type { Decision } from '../scheduler/decision.ts';
import { amendable, RATIOS } from './apply-change.ts';
import type { Change, RatioResource } from './change.ts';
import type { Admits } from './request-changes.ts';

/**
 * The changes to one host that admit the request: its service back, a ratio raised, a trait given
 * or taken. Looks at `hostsTried` hosts, those that came furthest through the stages first.
 */
export function findHostChanges(cloud: Cloud, decision: Decision, admits: Admits, hostsTried: number): Change[] {
  const hosts = furthestFirst(cloud, decision).slice(0, hostsTried);
  return hosts.flatMap((host) => [
    ...enableChanges(host, cloud, admits),
    ...ratioChanges(host, admits),
    ...traitChanges(host, cloud, decision.query, admits),
  ]);
}

/** Hosts by the stage that refused them, the last stage first; equals by index. */
function furthestFirst({ hosts }: Cloud, { candidateStages, rounds }: Decision): readonly HostState[] {
  const refusedAt = new Int32Array(hosts.length);
  const stages = [...candidateStages, ...(rounds.at(-1)?.stages ?? [])];
  stages.forEach(({ rejections }, stage) => rejections?.forEach(({ hostIndex }) => (refusedAt[hostIndex] = stage)));
  return [...hosts].sort((a, b) => refusedAt[b.index]! - refusedAt[a.index]! || a.index - b.index);
}

function enableChanges({ index, host, service }: HostState, cloud: Cloud, admits: Admits): Change[] {
  const disabled = service.disabled || (amendable(cloud)?.hasTrait(index, 'COMPUTE_STATUS_DISABLED') ?? false);
  const down = service.forcedDown || Number.isFinite(service.lastSeenSeconds);
  if (!disabled && !down) return [];
  const from = service.forcedDown ? 'forced down' : disabled ? 'disabled' : 'silent';
  return [{ kind: 'enable', hostIndex: index, host, from } as const].filter(admits);
}

function ratioChanges(host: HostState, admits: Admits): Change[] {
  return (Object.keys(RATIOS) as RatioResource[]).flatMap((resource) => ratioChange(host, resource, admits));
}

/** The smallest ratio in hundredths that admits, by bisection below the first doubling that does. */
function ratioChange(host: HostState, resource: RatioResource, admits: Admits): Change[] {
  const from = host[RATIOS[resource].field];
  const make = (hundredths: number): Change => {
    return { kind: 'ratio', hostIndex: host.index, host: host.host, resource, from, to: hundredths / 100 };
  };
  if (!(from > 0) || !admits(make(Math.ceil(from * 100 * HIGHEST_FACTOR)))) return [];
  let refused = Math.floor(from * 100);
  let admitted = refused + 1;
  while (!admits(make(admitted))) {
    const step = 2 * (admitted - Math.floor(from * 100));
    refused = admitted;
    admitted = Math.floor(from * 100) + step;
  }
  while (admitted - refused > 1) {
    const middle = Math.floor((refused + admitted) / 2);
    if (admits(make(middle))) admitted = middle;
    else refused = middle;
  }
  return [make(admitted)];
}

/** Beyond this many times the present ratio nobody would go. */
const HIGHEST_FACTOR = 64;

function traitChanges(
  { index, host }: HostState,
  cloud: Cloud,
  query: CandidatesQuery | undefined,
  admits: Admits,
): Change[] {
  const placement = amendable(cloud);
  if (placement === undefined || query === undefined) return [];
  const { required, forbidden } = traitsOf(query);
  const missing = required.filter((trait) => !placement.hasTrait(index, trait));
  const unwanted = forbidden.filter((trait) => trait !== 'COMPUTE_STATUS_DISABLED' && placement.hasTrait(index, trait));
  const change =
    (present: boolean) =>
    (trait: string): Change => ({ kind: 'trait', hostIndex: index, host, trait, present });
  return [...missing.map(change(true)), ...unwanted.map(change(false))].filter(admits);
}

function traitsOf({ groups, rootRequired, rootForbidden }: CandidatesQuery) {
  const required = [...rootRequired, ...groups.flatMap((group) => group.requiredTraits.flat())];
  const forbidden = [...rootForbidden, ...groups.flatMap((group) => group.forbiddenTraits)];
  return { required: [...new Set(required)], forbidden: [...new Set(forbidden)] };
}
