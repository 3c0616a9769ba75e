import { ApiError } from '../../../http/api-error.ts';
import type { ComputeRoute } from '../../http/compute-route.ts';
import { isPlainObject } from '../schemas/parameter-types.ts';
import { accepted, serverAction } from './server-action.ts';
import type { ActionParts } from './server-action.ts';

const rules = 'os_compute_api:os-security-groups';

/** Groups on all ports of a server: a way to Neutron's. */
export function securityGroupActionRoutes(parts: ActionParts): ComputeRoute[] {
  const { networks } = parts.services;
  return [
    serverAction(parts, {
      name: 'addSecurityGroup',
      rule: `${rules}:add`,
      handle: async (_request, { uuid, projectId }, value) => {
        await networks.addSecurityGroup(uuid, projectId, groupName(value));
        return accepted;
      },
    }),
    serverAction(parts, {
      name: 'removeSecurityGroup',
      rule: `${rules}:remove`,
      handle: async (_request, { uuid, projectId }, value) => {
        await networks.removeSecurityGroup(uuid, projectId, groupName(value));
        return accepted;
      },
    }),
  ];
}

/** @throws ApiError 400 */
function groupName(value: unknown): string {
  if (!isPlainObject(value)) throw new ApiError(400, 'Missing parameter dict');
  const { name } = value;
  if (name === undefined) throw new ApiError(400, 'Security group not specified');
  if (typeof name !== 'string' || name.trim() === '') throw new ApiError(400, 'Security group name cannot be empty');
  return name;
}
