import { z } from 'zod';
import { PlacementError } from '../../../core/index.ts';
import { ApiError } from '../../http/api-error.ts';
import { isServiceUp } from '../../conductor/service-registry.ts';
import type { ServiceRow } from '../../objects/service.ts';
import type { ComputeParts } from '../compute-parts.ts';
import { internalZone } from '../hosts/host-zones.ts';
import { numberOf } from '../hosts/number-of.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../http/compute-route.ts';
import { boolean, fqdn, many, text, uuid } from '../http/schemas.ts';
import { microTime } from '../http/times.ts';

const reason = text(1, 255);
const oldBody = z.strictObject({ host: fqdn, binary: text(1, 255), disabled_reason: reason.optional() });
const downBody = oldBody.extend({ forced_down: boolean.optional() });
const newBody = z.strictObject({
  status: z.enum(['enabled', 'disabled']).optional(),
  disabled_reason: reason.optional(),
  forced_down: boolean.optional(),
});
const words = { host: many(), binary: many() };

/** The parts of the compute service that run somewhere. */
export function serviceRoutes({ tables, providers, zones, now }: ComputeParts): ComputeRoute[] {
  const path = '/os-services';
  const one = `${path}/:service_id`;
  const json = ({ minor }: Pick<ComputeRequest, 'minor'>, service: ServiceRow): Record<string, unknown> => ({
    binary: service.binary,
    host: service.host,
    id: minor >= 53 ? service.uuid : numberOf(service.uuid),
    zone: service.binary === 'nova-compute' ? zones.of(service.host) : internalZone,
    status: service.disabled ? 'disabled' : 'enabled',
    state: isServiceUp(service, now()) ? 'up' : 'down',
    updated_at: microTime(service.lastSeenSeconds),
    disabled_reason: service.disabledReason,
    ...(minor >= 11 && { forced_down: service.forcedDown }),
  });
  const change = async (service: ServiceRow, changes: Partial<ServiceRow>): Promise<ServiceRow> => {
    const changed = await tables.database.write(() => {
      const current = tables.services.get(service.uuid) ?? service;
      return tables.services.put({ ...current, ...changes });
    });
    if (changes.disabled !== undefined) await providers.setDisabled(changed.host, changes.disabled);
    return changed;
  };
  const find = ({ method, minor, params }: ComputeRequest): ServiceRow => {
    const id = params['service_id'] ?? '';
    if (minor >= 53 && !uuid.safeParse(id).success) throw new ApiError(400, `Invalid uuid ${id}`);
    if (minor < 53 && !/^\d+$/.test(id)) throw new ApiError(400, 'Invalid input received: id must be an integer');
    const service = [...tables.services.all()].find((each) =>
      minor >= 53 ? each.uuid === id.toLowerCase() : String(numberOf(each.uuid)) === id,
    );
    if (!service) throw new ApiError(404, `Service ${id} ${method === 'DELETE' ? 'not found' : 'could not be found'}.`);
    return service;
  };
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: 'os_compute_api:os-services:list' },
      query: { 1: z.looseObject(words), 75: z.strictObject(words) },
      handler: (request) => {
        const [host, binary] = [request.query.get('host'), request.query.get('binary')];
        const found = [...tables.services.all()].filter(
          (service) => (!host || service.host === host) && (!binary || service.binary === binary),
        );
        const services = found.toSorted((a, b) => a.createdAtSeconds - b.createdAtSeconds);
        return { status: 200, body: { services: services.map((service) => json(request, service)) } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path: one,
      until: 52,
      access: { rule: 'os_compute_api:os-services:update' },
      body: { 1: oldBody, 11: downBody },
      handler: async (request) => {
        const asked: z.infer<typeof downBody> = request.body;
        const { changes, shown } = oldAction(request.params['service_id'] ?? '', request.minor, asked);
        if (asked.binary !== 'nova-compute') throw notUpdated(asked.binary);
        const service = tables.services.one('byHost', asked.binary, asked.host);
        if (!service) throw new ApiError(404, `Host '${asked.host}' is not mapped to any cell`);
        await change(service, changes);
        return { status: 200, body: { service: { host: asked.host, binary: asked.binary, ...shown } } };
      },
    }),
    computeRoute({
      method: 'PUT',
      path: one,
      since: 53,
      access: { rule: 'os_compute_api:os-services:update' },
      body: newBody,
      handler: async (request) => {
        const service = find(request);
        if (service.binary !== 'nova-compute') throw notUpdated(service.binary);
        const changes = newChanges(request.body);
        return { status: 200, body: { service: json(request, await change(service, changes)) } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: one,
      access: { rule: 'os_compute_api:os-services:delete' },
      handler: async (request) => {
        const { uuid: id, binary, host } = find(request);
        if (binary === 'nova-compute') await removeHost(host);
        await tables.database.write(() => tables.services.remove(id));
        return { status: 204 };
      },
    }),
  ];

  /** A host without servers is forgotten: its nodes, its providers, its places in aggregates. */
  async function removeHost(host: string): Promise<void> {
    const servers = tables.instances.find('byHost', host);
    if (servers.some(({ deletedAtSeconds }) => deletedAtSeconds === null)) {
      const why = 'Unable to delete compute service that is hosting instances. Migrate or delete the instances first.';
      throw new ApiError(409, why);
    }
    try {
      await providers.remove(host);
    } catch (error) {
      if (!(error instanceof PlacementError)) throw error;
      throw new ApiError(409, `Unable to delete compute service: ${error.message}`, { cause: error });
    }
    await tables.database.write(() => {
      for (const node of tables.computeNodes.find('byHost', host)) tables.computeNodes.remove(node.uuid);
      for (const aggregate of [...tables.aggregates.all()]) {
        const hosts = aggregate.hosts.filter((each) => each !== host);
        if (hosts.length < aggregate.hosts.length) tables.aggregates.put({ ...aggregate, hosts });
      }
    });
  }
}

/** Before 2.53 the path says what to do, and the body to which service. @throws ApiError 400, 404 */
function oldAction(
  action: string,
  minor: number,
  asked: z.infer<typeof downBody>,
): { changes: Partial<ServiceRow>; shown: Record<string, unknown> } {
  const { disabled_reason: why, forced_down: forcedDown } = asked;
  if (action === 'enable') {
    return { changes: { disabled: false, disabledReason: null }, shown: { status: 'enabled' } };
  }
  if (action === 'disable') {
    return { changes: { disabled: true, disabledReason: null }, shown: { status: 'disabled' } };
  }
  if (action === 'disable-log-reason') {
    if (why === undefined) throw new ApiError(400, 'Missing disabled reason field');
    return { changes: { disabled: true, disabledReason: why }, shown: { status: 'disabled', disabled_reason: why } };
  }
  if (action === 'force-down' && minor >= 11) {
    if (forcedDown === undefined) throw new ApiError(400, 'Missing forced_down field');
    return { changes: { forcedDown }, shown: { forced_down: forcedDown } };
  }
  throw new ApiError(404, 'Unknown action');
}

function newChanges({
  status,
  disabled_reason: why,
  forced_down: forcedDown,
}: z.infer<typeof newBody>): Partial<ServiceRow> {
  if (status === 'enabled' && why !== undefined) {
    throw new ApiError(400, "Specifying 'disabled_reason' with status 'enabled' is invalid.");
  }
  if (status === undefined && forcedDown === undefined) {
    throw new ApiError(400, "No updates were requested. Fields 'status' or 'forced_down' should be specified.");
  }
  return {
    ...(status !== undefined && { disabled: status === 'disabled', disabledReason: why ?? null }),
    ...(forcedDown !== undefined && { forcedDown }),
  };
}

function notUpdated(binary: string): ApiError {
  const only = 'Only nova-compute services can be updated.';
  return new ApiError(400, `Updating a ${binary} service is not supported. ${only}`);
}
