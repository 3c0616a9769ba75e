import type { HostState } from '../model/host-state.ts';
import { aggregateMetadata } from './aggregate-metadata.ts';
import { defineFilter } from './define-filter.ts';
import { listNames } from './list-names.ts';

const KEY = 'filter_tenant_id';

/** Passes hosts that are open to all projects or reserved for this one. Nova: same name. */
export const aggregateMultiTenancyIsolation = defineFilter({
  name: 'AggregateMultiTenancyIsolation',
  summary: "Passes hosts whose aggregates name no project in `filter_tenant_id`, or name the request's.",
  nova: { source: 'nova/scheduler/filters/aggregate_multitenancy_isolation.py' },
  codes: ['reserved-for-projects'],
  reads: ['aggregates'],
  oncePerRequest: true,
  bind({ projectId }, { options }) {
    // From 30.0 on every key that starts with filter_tenant_id names projects.
    const projectsOf = options.nova === '26' ? projectsByKey : projectsByPrefix;
    return {
      passes(host) {
        if (host.aggregates.length === 0) return true;
        const projects = projectsOf(host);
        return projects === undefined || projects.has(projectId);
      },
      explain: (host) => ({
        code: 'reserved-for-projects',
        needed: `a host open to project ${projectId}`,
        had: `reserved for ${listNames(projectsOf(host) ?? [])}`,
      }),
    };
  },
});

function projectsByKey(host: HostState): ReadonlySet<string> | undefined {
  return aggregateMetadata(host.aggregates).get(KEY);
}

function projectsByPrefix(host: HostState): ReadonlySet<string> | undefined {
  let found: Set<string> | undefined;
  for (const [key, projects] of aggregateMetadata(host.aggregates)) {
    if (!key.startsWith(KEY)) continue;
    found ??= new Set();
    for (const project of projects) found.add(project);
  }
  return found;
}
