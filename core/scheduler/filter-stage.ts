import type { FilterContext, FilterDefinition, HostCheck } from '../filters/define-filter.ts';
import type { HostState } from '../model/host-state.ts';
import { isRebuild } from '../model/request-hints.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import { type CodeCounts, countCode } from './code-counts.ts';
import type { HostRejection, StageReport } from './decision.ts';
import type { HostList } from './host-list.ts';
import type { ErrorPlace } from './request-error.ts';
import { stopFor } from './scheduling-stop.ts';

export interface FilterPass {
  readonly filters: readonly FilterDefinition[];
  readonly request: RequestSpec;
  readonly context: FilterContext;
  /** Position of the instance in the request: filters that run once look at the first only. */
  readonly instance: number;
  readonly full: boolean;
}

/**
 * Asks the filters in order; hosts that one refuses are not shown to the next. Ends at the first
 * filter that leaves no host. Leaves the survivors in `list`, and adds a report for each that ran.
 */
export function runFilters(
  pass: FilterPass,
  hosts: readonly HostState[],
  list: HostList,
  reports: StageReport[],
): void {
  const rebuild = isRebuild(pass.request);
  for (const filter of pass.filters) {
    if (pass.instance > 0 && filter.oncePerRequest === true) continue;
    const passedOver = rebuild && filter.runOnRebuild !== true;
    reports.push(runFilter(filter, passedOver, pass, hosts, list));
    if (list.count === 0) return;
  }
}

function runFilter(
  filter: FilterDefinition,
  passedOver: boolean,
  pass: FilterPass,
  hosts: readonly HostState[],
  list: HostList,
): StageReport {
  const entered = list.count;
  const rejections: HostRejection[] | undefined = pass.full ? [] : undefined;
  let codes: CodeCounts | undefined;
  if (entered > 0 && !passedOver) codes = askHosts(filter, pass, hosts, list, rejections);
  return {
    stage: 'filter',
    name: filter.name,
    entered,
    left: list.count,
    ...(codes === undefined ? {} : { codes }),
    ...(rejections === undefined ? {} : { rejections, survivors: list.toArray() }),
  };
}

/** Answers the refusals by code where they are wanted: with full detail, or when no host was left. */
function askHosts(
  filter: FilterDefinition,
  pass: FilterPass,
  hosts: readonly HostState[],
  list: HostList,
  rejections: HostRejection[] | undefined,
): CodeCounts | undefined {
  const entered = list.count;
  const place: { filter: string; node: string } = { filter: filter.name, node: hosts[list.indexes[0]!]!.node };
  try {
    const check = filter.bind(pass.request, pass.context);
    if (check === undefined) return undefined;
    if (rejections === undefined) keepPassing(check, hosts, list, place);
    else keepAndExplain(check, hosts, list, rejections, place);
    if (rejections === undefined && list.count > 0) return undefined;
    const codes: CodeCounts = {};
    if (rejections !== undefined) for (const { reason } of rejections) countCode(codes, reason.code);
    // Nothing was kept, so the list still holds the hosts that entered.
    else for (let i = 0; i < entered; i++) countCode(codes, check.explain(hosts[list.indexes[i]!]!).code);
    return codes;
  } catch (error) {
    throw stopFor('filter', filter, error, place);
  }
}

/** The hot loop. `place.node` follows it, for the sake of a filter that throws. */
function keepPassing(
  check: HostCheck,
  hosts: readonly HostState[],
  list: HostList,
  place: { node: string } & ErrorPlace,
): void {
  const { indexes, count } = list;
  let kept = 0;
  let i = 0;
  try {
    for (; i < count; i++) {
      const index = indexes[i]!;
      if (check.passes(hosts[index]!)) indexes[kept++] = index;
    }
  } catch (error) {
    place.node = hosts[indexes[i]!]!.node;
    throw error;
  }
  list.count = kept;
}

function keepAndExplain(
  check: HostCheck,
  hosts: readonly HostState[],
  list: HostList,
  rejections: HostRejection[],
  place: { node: string } & ErrorPlace,
): void {
  list.keep((hostIndex) => {
    const host = hosts[hostIndex]!;
    place.node = host.node;
    const passes = check.passes(host);
    if (!passes) rejections.push({ hostIndex, reason: check.explain(host) });
    return passes;
  });
}
