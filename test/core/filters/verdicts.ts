import {
  type Aggregate,
  createReferenceEngine,
  type HostState,
  type RequestSpec,
  type SchedulerOptions,
} from '../../../core/index.ts';
import { buildCloud, buildRequest } from '../build-cloud.ts';

export interface Asked {
  readonly hosts: readonly Partial<HostState>[];
  readonly aggregates?: readonly Aggregate[];
  readonly request?: Partial<RequestSpec>;
  readonly options?: Partial<SchedulerOptions>;
  readonly nowSeconds?: number;
}

/** What one filter says of each host: `passes` or the code; or the type of the exception it ends with. */
export function verdicts(filter: string, asked: Asked): string[] | string {
  const { hosts, aggregates = [], request = {}, options = {}, nowSeconds = 0 } = asked;
  const cloud = buildCloud(hosts, aggregates);
  const engine = createReferenceEngine(cloud, { filters: [filter], weighers: [], options, everyHostIsCandidate: true });
  const { error, rounds } = engine.decide(buildRequest(request), { detail: 'full', nowSeconds });
  if (error !== undefined) return error.type;
  const rejections = rounds[0]!.stages[0]!.rejections!;
  return cloud.hosts.map(({ index }) => rejections.find((each) => each.hostIndex === index)?.reason.code ?? 'passes');
}
