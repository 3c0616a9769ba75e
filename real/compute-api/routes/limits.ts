import { z } from 'zod';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRoute } from '../http/compute-route.ts';
import { many } from '../http/schemas.ts';
import type { ComputeParts } from '../compute-parts.ts';
import type { QuotaResource } from '../quotas/quota-resources.ts';
import { resourcesAt } from './quota-limits.ts';

const limitNames: Readonly<Partial<Record<QuotaResource, readonly string[]>>> = {
  ram: ['maxTotalRAMSize'],
  instances: ['maxTotalInstances'],
  cores: ['maxTotalCores'],
  key_pairs: ['maxTotalKeypairs'],
  floating_ips: ['maxTotalFloatingIps'],
  metadata_items: ['maxServerMeta', 'maxImageMeta'],
  injected_files: ['maxPersonality'],
  injected_file_content_bytes: ['maxPersonalitySize'],
  security_groups: ['maxSecurityGroups'],
  security_group_rules: ['maxSecurityGroupRules'],
  server_groups: ['maxServerGroups'],
  server_group_members: ['maxServerGroupMembers'],
};

const usedNames: Readonly<Partial<Record<QuotaResource, string>>> = {
  ram: 'totalRAMUsed',
  cores: 'totalCoresUsed',
  instances: 'totalInstancesUsed',
  floating_ips: 'totalFloatingIpsUsed',
  security_groups: 'totalSecurityGroupsUsed',
  server_groups: 'totalServerGroupsUsed',
};

const project = { tenant_id: many() };

/** What the caller's project may have and has. */
export function limitRoutes({ quotas }: ComputeParts): ComputeRoute[] {
  return [
    computeRoute({
      method: 'GET',
      path: '/limits',
      access: { rule: 'os_compute_api:limits' },
      query: { 1: z.looseObject(project), 75: z.strictObject(project) },
      handler: (request) => {
        const other = request.query.get('tenant_id');
        if (other !== null) request.authorize('os_compute_api:limits:other_project');
        const projectId = other ?? request.credentials.project_id ?? '';
        const used: Readonly<Record<string, number>> = { ...quotas.used(projectId) };
        const absolute: Record<string, number> = {};
        for (const resource of resourcesAt(request, 36)) {
          for (const name of limitNames[resource] ?? []) {
            if (name === 'maxImageMeta' && request.minor >= 39) continue;
            absolute[name] = quotas.limit(resource, projectId);
          }
          const name = usedNames[resource];
          if (name !== undefined) absolute[name] = used[resource] ?? 0;
        }
        return { status: 200, body: { limits: { rate: [], absolute } } };
      },
    }),
  ];
}
