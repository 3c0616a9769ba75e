import type { ComputeRequest } from '../http/compute-route.ts';
import { quotaResources } from '../quotas/quota-resources.ts';
import type { QuotaResource } from '../quotas/quota-resources.ts';

const network = ['fixed_ips', 'floating_ips', 'security_group_rules', 'security_groups'];
const files = ['injected_file_content_bytes', 'injected_file_path_bytes', 'injected_files'];

/** Resources that a microversion speaks of: without those of the network from `withoutNetwork` on, without files from 2.57. */
export function resourcesAt({ minor }: Pick<ComputeRequest, 'minor'>, withoutNetwork: number): QuotaResource[] {
  return quotaResources.filter(
    (name) => (minor < withoutNetwork || !network.includes(name)) && (minor < 57 || !files.includes(name)),
  );
}
