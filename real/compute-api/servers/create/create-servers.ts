import { randomInt, randomUUID } from 'node:crypto';
import { ApiError } from '../../../http/api-error.ts';
import type { ServerGroupRow } from '../../../objects/catalogue.ts';
import type { Instance } from '../../../objects/instance.ts';
import { step } from '../../../trace/index.ts';
import type { ComputeRequest } from '../../http/compute-route.ts';
import { recordAction } from '../record-action.ts';
import type { CreateServerBody } from '../schemas/create-server-body.ts';
import type { ServerServices } from '../server-services.ts';
import { ServerLimits } from './check-quotas.ts';
import { hostnameOf } from './hostname-of.ts';
import { planServers } from './plan-servers.ts';
import type { ServerPlan } from './plan-servers.ts';

export interface CreatedServers {
  readonly servers: readonly Instance[];
  readonly adminPassword: string;
}

/**
 * Checks a request, writes its servers down as `building` and hands them to the conductor.
 * @throws ApiError 400, 403, 409
 */
export async function createServers(
  services: ServerServices,
  request: ComputeRequest<CreateServerBody>,
): Promise<CreatedServers> {
  const { tables, quotas, now } = services;
  const plan = planServers(services, request);
  const { adminPassword, files, minCount: min, maxCount: max } = plan;
  const { user_id: userId, project_id: projectId } = request.credentials;
  const written = () => {
    const group = groupOf(services, request, plan.template.serverGroupId);
    const count = quotas.admit(projectId ?? '', userId ?? '', plan.template.flavor, { min, max });
    const rows = rowsOf(plan, count, now());
    for (const row of rows) tables.instances.put(row);
    if (group) {
      new ServerLimits(quotas, request.credentials).checkGroup(group, count);
      tables.serverGroups.put({ ...group, members: [...group.members, ...rows.map(({ uuid }) => uuid)] });
    }
    return { servers: rows, context: recordAction(tables, request, rows, 'create', now()) };
  };
  const { servers, context } = await step('record', () => tables.database.write(written));
  await services.conductor.build({ uuids: servers.map(({ uuid }) => uuid), adminPassword, files: [...files] }, context);
  return { servers, adminPassword };
}

/** @throws ApiError 400, also for a group of another project */
function groupOf({ tables }: ServerServices, request: ComputeRequest, id: string | null): ServerGroupRow | undefined {
  if (id === null) return undefined;
  const group = tables.serverGroups.get(id);
  if (!group || (group.projectId !== request.credentials.project_id && !request.allows('context_is_admin'))) {
    throw new ApiError(400, `Instance group ${id} could not be found.`);
  }
  return group;
}

function rowsOf({ template, name, hostname }: ServerPlan, count: number, seconds: number): Instance[] {
  const reservationId = newReservationId();
  return Array.from({ length: count }, (_, at) => {
    const uuid = randomUUID();
    const suffix = count > 1 ? `-${at + 1}` : '';
    return {
      ...template,
      uuid,
      displayName: name + suffix,
      hostname: hostname ?? hostnameOf(name, uuid) + suffix,
      reservationId,
      launchIndex: at,
      createdAtSeconds: seconds,
      updatedAtSeconds: seconds,
    };
  });
}

/** `r-` and eight letters or digits. */
function newReservationId(): string {
  const characters = Array.from({ length: 8 }, () => randomInt(36).toString(36));
  return `r-${characters.join('')}`;
}
