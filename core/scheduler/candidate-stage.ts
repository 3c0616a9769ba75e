import type { Cloud } from '../model/cloud.ts';
import { HardwareError } from '../hardware/hardware-error.ts';
import { isRebuild } from '../model/request-hints.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { ResolvedOptions } from '../options/resolve-options.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import { QueryCache } from '../request-filters/query-cache.ts';
import { type CodeCounts, commonestCode, countCode } from './code-counts.ts';
import type { DecisionError, HostRejection, Refusal, StageReport } from './decision.ts';
import type { HostList } from './host-list.ts';
import { RequestError } from './request-error.ts';

/** What came of the stages before the filters; the hosts themselves are in the list. */
export interface Candidates {
  readonly stages: readonly StageReport[];
  readonly query: CandidatesQuery | undefined;
  /** No host is left. */
  readonly refusal?: Refusal;
  /** The request cannot be asked at all. */
  readonly error?: DecisionError;
}

/** Request filters, Placement and cells: which hosts the filters get to see. */
export class CandidateStage {
  private readonly cloud: Cloud;
  private readonly queries: QueryCache;
  private readonly everyHost: boolean;

  constructor(cloud: Cloud, options: ResolvedOptions, everyHost: boolean) {
    this.cloud = cloud;
    this.queries = new QueryCache(cloud, options);
    this.everyHost = everyHost;
  }

  run(request: RequestSpec, list: HostList, full: boolean): Candidates {
    const { placement } = this.cloud;
    list.fillWithAll();
    if (this.everyHost) return { stages: [], query: undefined };
    const stages: StageReport[] = [];
    let query: CandidatesQuery | undefined;
    // A rebuild stays where its resources are already claimed, so Placement is not asked.
    if (placement !== undefined && !isRebuild(request)) {
      try {
        query = this.queries.of(request);
      } catch (error) {
        return unanswerable(error);
      }
      const entered = list.count;
      list.count = placement.hostsFor(query, list.indexes);
      const report = this.placementReport(query, entered, list, full);
      stages.push(report);
      if (list.count === 0) return { stages, query, refusal: placementRefusal(report) };
    }
    return this.keepCell(request, list, stages, query);
  }

  /** A move that must stay in its cell sees only that. Nova: `HostManager.get_host_states_by_uuids`. */
  private keepCell(
    { requestedDestination: destination }: RequestSpec,
    list: HostList,
    stages: StageReport[],
    query: CandidatesQuery | undefined,
  ): Candidates {
    const cell = destination?.cellUuid;
    if (cell === undefined || destination?.allowCrossCellMove === true) return { stages, query };
    const entered = list.count;
    list.keep((i) => this.cloud.hosts[i]!.cellUuid === cell);
    const codes = entered > list.count ? { 'other-cell': entered - list.count } : {};
    stages.push({ stage: 'placement', name: 'cells', entered, left: list.count, codes });
    if (list.count > 0) return { stages, query };
    const message = `no candidate is in cell ${cell}`;
    return { stages, query, refusal: { stage: 'placement', by: 'cells', code: 'other-cell', message } };
  }

  private placementReport(query: CandidatesQuery, entered: number, list: HostList, full: boolean): StageReport {
    const report = { stage: 'placement', name: 'placement', entered, left: list.count } as const;
    if (!full && list.count > 0) return report;
    const rejections = this.explain(query, list);
    const codes: CodeCounts = {};
    for (const { reason } of rejections) countCode(codes, reason.code);
    return full ? { ...report, codes, rejections, survivors: list.toArray() } : { ...report, codes };
  }

  private explain(query: CandidatesQuery, list: HostList): HostRejection[] {
    const survivors = new Set(list.toArray());
    const rejections: HostRejection[] = [];
    for (const { index: hostIndex } of this.cloud.hosts) {
      if (survivors.has(hostIndex)) continue;
      // A host that Placement would give, had the query no limit, is refused for no other reason.
      const reason = this.cloud.placement?.explain(hostIndex, query) ?? BEYOND_LIMIT;
      rejections.push({ hostIndex, reason });
    }
    return rejections;
  }
}

const BEYOND_LIMIT = {
  code: 'beyond-limit',
  needed: 'a place among the first `max_placement_results` candidates',
  had: 'a later place',
} as const;

function placementRefusal({ codes }: StageReport): Refusal {
  const code = commonestCode(codes, 'no-candidate');
  return { stage: 'placement', by: 'placement', code, message: 'Placement has no allocation candidate' };
}

/** Nova turns a failed request filter and an unknown target host into "no valid host". */
function unanswerable(error: unknown): Candidates {
  if (!(error instanceof RequestError) && !(error instanceof HardwareError)) throw error;
  const { type, message } = error;
  const place = (error instanceof RequestError ? error.place : undefined) ?? { stage: 'request' };
  const known = { stages: [], query: undefined };
  if (type !== 'RequestFilterFailed' && type !== 'NoValidHost') return { ...known, error: { type, message, place } };
  const by = place.filter ?? 'target';
  const code = type === 'NoValidHost' ? 'no-such-host' : 'request-filter-failed';
  return { ...known, refusal: { stage: 'request', by, code, message } };
}
