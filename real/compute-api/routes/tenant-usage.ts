import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import type { ApiAnswer, PolicyTarget } from '../../http/api-route.ts';
import type { Instance } from '../../objects/instance.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { cut, nextPage, noMarker, pageMax, pageOf } from '../http/paging.ts';
import { many, pagingQuery } from '../http/schemas.ts';
import { microTime } from '../http/times.ts';

const period = { start: many(), end: many() };
const listWords = { ...period, detailed: many() };
const schemas = (words: z.ZodRawShape) => ({
  1: z.looseObject(words),
  40: z.looseObject({ ...words, ...pagingQuery }),
  75: z.strictObject({ ...words, ...pagingQuery }),
});

interface Period {
  readonly startSeconds: number;
  readonly stopSeconds: number;
  readonly nowSeconds: number;
}

/** What the servers of projects used in a time. */
export function tenantUsageRoutes({ tables, now }: ComputeParts): ComputeRoute[] {
  const path = '/os-simple-tenant-usage';
  const target = ({ params }: Pick<ComputeRequest, 'params'>): PolicyTarget => ({
    project_id: params['project_id'] ?? '',
  });
  const read = (request: ComputeRequest, candidates: Iterable<Instance>) => {
    const asked = periodOf(request.query, now());
    const active = [...candidates].filter((server) => isActive(server, asked));
    const sorted = active.toSorted((a, b) => a.createdAtSeconds - b.createdAtSeconds || (a.uuid < b.uuid ? -1 : 1));
    const page = request.minor >= 40 ? pageOf(request.query) : { limit: pageMax, marker: undefined };
    return { asked, servers: cut(sorted, page, ({ uuid }) => uuid, noMarker) };
  };
  const links = (request: ComputeRequest, collection: string, servers: readonly Instance[], name: string) => {
    const uuids = servers.map(({ uuid }) => uuid);
    return request.minor >= 40 ? nextPage(request, collection, uuids, name) : {};
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: 'os_compute_api:os-simple-tenant-usage:list' },
      query: schemas(listWords),
      handler: (request): ApiAnswer => {
        const { asked, servers } = read(request, tables.instances.all());
        const projects = new Map<string, Instance[]>();
        for (const server of servers)
          projects.set(server.projectId, [...(projects.get(server.projectId) ?? []), server]);
        const isDetailed = request.query.get('detailed') === '1';
        const usages = [...projects.values()].map((each) => usageJson(each, asked, isDetailed));
        const more = links(request, 'os-simple-tenant-usage', servers, 'tenant_usages_links');
        return { status: 200, body: { tenant_usages: usages, ...more } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/:project_id`,
      access: { rule: 'os_compute_api:os-simple-tenant-usage:show', target },
      query: schemas(period),
      handler: (request): ApiAnswer => {
        const projectId = request.params['project_id'] ?? '';
        const { asked, servers } = read(request, tables.instances.find('byProject', projectId));
        const usage = servers.length === 0 ? {} : usageJson(servers, asked, true);
        const more = links(request, `os-simple-tenant-usage/${projectId}`, servers, 'tenant_usage_links');
        return { status: 200, body: { tenant_usage: usage, ...more } };
      },
    }),
  ];
}

/** @throws ApiError 400 */
function periodOf(query: URLSearchParams, nowSeconds: number): Period {
  const startSeconds = timeOf(query.get('start')) ?? nowSeconds;
  const endSeconds = timeOf(query.get('end')) ?? nowSeconds;
  if (startSeconds > endSeconds || (startSeconds === endSeconds && startSeconds !== nowSeconds)) {
    throw new ApiError(400, 'Invalid start time. The start time cannot occur after the end time.');
  }
  return { startSeconds, stopSeconds: Math.min(endSeconds, nowSeconds), nowSeconds };
}

function timeOf(text: string | null): number | undefined {
  if (!text) return undefined;
  const parts = /^(\d{4}-\d{1,2}-\d{1,2})[T ](\d{1,2}:\d{1,2}:\d{1,2}(\.\d{1,6})?)$/.exec(text);
  const [, day = '', time = ''] = parts ?? [];
  const padded = (value: string): string => value.replaceAll(/(^|[-:])(\d)(?=$|[-:.])/g, '$10$2');
  const seconds = parts ? Date.parse(`${padded(day)}T${padded(time)}Z`) / 1000 : NaN;
  if (Number.isNaN(seconds)) throw new ApiError(400, 'Invalid datetime string: Datetime is in invalid format');
  return seconds;
}

function isActive(
  { launchedAtSeconds, terminatedAtSeconds }: Instance,
  { startSeconds, stopSeconds }: Period,
): boolean {
  if (launchedAtSeconds === null || launchedAtSeconds >= stopSeconds) return false;
  return terminatedAtSeconds === null || terminatedAtSeconds > startSeconds;
}

/** Of one project's servers. */
function usageJson(servers: readonly Instance[], asked: Period, isDetailed: boolean): Record<string, unknown> {
  const usages = servers.map((server) => serverUsage(server, asked));
  const total = (of: (usage: ReturnType<typeof serverUsage>) => number): number =>
    usages.reduce((sum, usage) => sum + of(usage) * usage.hours, 0);
  return {
    tenant_id: servers[0]?.projectId,
    ...(isDetailed && { server_usages: usages }),
    total_local_gb_usage: total((usage) => usage.local_gb),
    total_vcpus_usage: total((usage) => usage.vcpus),
    total_memory_mb_usage: total((usage) => usage.memory_mb),
    total_hours: total(() => 1),
    start: microTime(asked.startSeconds),
    stop: microTime(asked.stopSeconds),
  };
}

function serverUsage(server: Instance, { startSeconds, stopSeconds, nowSeconds }: Period) {
  const { flavor, terminatedAtSeconds: endedAtSeconds } = server;
  const startedAtSeconds = server.launchedAtSeconds ?? nowSeconds;
  const from = Math.max(startSeconds, startedAtSeconds);
  const to = Math.min(stopSeconds, endedAtSeconds ?? Infinity);
  return {
    hours: Math.max(0, to - from) / 3600,
    flavor: flavor.name,
    instance_id: server.uuid,
    name: server.displayName,
    tenant_id: server.projectId,
    memory_mb: flavor.ramMib,
    local_gb: flavor.rootGib + flavor.ephemeralGib,
    vcpus: flavor.vcpus,
    started_at: microTime(startedAtSeconds),
    ended_at: endedAtSeconds === null ? null : microTime(endedAtSeconds),
    state: endedAtSeconds === null ? server.vmState : 'terminated',
    uptime: Math.floor((endedAtSeconds ?? nowSeconds) - startedAtSeconds),
  };
}
