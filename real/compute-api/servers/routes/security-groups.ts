import { ApiError } from '../../../http/api-error.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import type { InstanceSecurityGroup } from '../../../network/api/instance-networks.ts';
import type { ServerServices } from '../server-services.ts';
import { securityGroupJson } from '../views/security-group-json.ts';

const path = '/os-security-groups';
const rules = 'os_compute_api:os-security-groups';
/** Later versions leave groups to Neutron. */
const until = 35;

/** The groups of the caller's project, where older clients look a group up by its name. */
export function securityGroupRoutes({ networks }: Pick<ServerServices, 'networks'>): ComputeRoute[] {
  const groupsOf = ({ credentials }: ComputeRequest): readonly InstanceSecurityGroup[] =>
    networks.groupsOf(credentials.project_id ?? '');
  return [
    computeRoute({
      method: 'GET',
      path,
      until,
      access: { rule: `${rules}:get` },
      handler: (request) => {
        const name = request.query.get('name');
        const groups = groupsOf(request).filter((group) => name === null || group.name === name);
        return { status: 200, body: { security_groups: groups.map(securityGroupJson) } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/:group_id`,
      until,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const id = request.params['group_id'] ?? '';
        const group = groupsOf(request).find((each) => each.id === id);
        if (!group) throw new ApiError(404, `Security group ${id} not found.`);
        return { status: 200, body: { security_group: securityGroupJson(group) } };
      },
    }),
  ];
}
