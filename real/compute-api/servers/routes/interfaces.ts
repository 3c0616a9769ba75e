import { z } from 'zod';
import { ApiError } from '../../../http/api-error.ts';
import type { Instance, InstanceVif, RequestedNic, VmState } from '../../../objects/instance.ts';
import { computeRoute } from '../../http/compute-route.ts';
import type { ComputeRequest, ComputeRoute } from '../../http/compute-route.ts';
import { asAnswer } from '../bus-failure.ts';
import { changeServer } from '../change-server.ts';
import { recordAction } from '../record-action.ts';
import { ipAddress, tag, uuid } from '../schemas/parameter-types.ts';
import type { ServerDoor } from '../server-door.ts';
import type { ServerServices } from '../server-services.ts';
import { checkState } from '../server-state.ts';
import type { Json } from '../views/server-json.ts';

const rules = 'os_compute_api:os-attach-interfaces';
const path = '/servers/:server_id/os-interface';
const attachment = {
  net_id: uuid.optional(),
  port_id: uuid.optional(),
  fixed_ips: z
    .array(z.strictObject({ ip_address: ipAddress }))
    .length(1)
    .optional(),
};

interface Attachment {
  readonly net_id?: string | undefined;
  readonly port_id?: string | undefined;
  readonly fixed_ips?: readonly { readonly ip_address: string }[] | undefined;
  readonly tag?: string | undefined;
}
type AttachBody = z.ZodType<{ readonly interfaceAttachment?: Attachment | undefined }>;

const attachBody: Readonly<Record<number, AttachBody>> = {
  1: z.strictObject({ interfaceAttachment: z.strictObject(attachment).optional() }),
  49: z.strictObject({ interfaceAttachment: z.strictObject({ ...attachment, tag: tag.optional() }).optional() }),
};

const attachableStates: readonly VmState[] = ['active', 'paused', 'stopped'];

/** The NICs of a server. */
export function interfaceRoutes(services: ServerServices, door: ServerDoor): ComputeRoute[] {
  const { networks } = services;
  return [
    computeRoute({
      method: 'GET',
      path,
      access: { rule: `${rules}:list` },
      handler: (request) => {
        const server = door.authorized(request, `${rules}:list`);
        const vifs = networks.vifs(server.uuid).map((vif) => vifJson(vif, server, request.minor));
        return { status: 200, body: { interfaceAttachments: vifs } };
      },
    }),
    computeRoute({
      method: 'GET',
      path: `${path}/:port_id`,
      access: { rule: `${rules}:show` },
      handler: (request) => {
        const server = door.authorized(request, `${rules}:show`);
        const id = request.params['port_id'] ?? '';
        const vif = networks.vifs(server.uuid).find(({ portId }) => portId === id);
        if (!vif) throw new ApiError(404, `Instance ${server.uuid} does not have a port with id ${id}`);
        return { status: 200, body: { interfaceAttachment: vifJson(vif, server, request.minor) } };
      },
    }),
    computeRoute({
      method: 'POST',
      path,
      access: { rule: `${rules}:create` },
      body: attachBody,
      handler: async (request) => {
        const server = door.authorized(request, `${rules}:create`);
        const nic = nicOf(request.body.interfaceAttachment ?? {});
        const vif = await attach(services, request, server, nic);
        return { status: 200, body: { interfaceAttachment: vifJson(vif, server, request.minor) } };
      },
    }),
    computeRoute({
      method: 'DELETE',
      path: `${path}/:port_id`,
      access: { rule: `${rules}:delete` },
      handler: async (request) => {
        const server = door.authorized(request, `${rules}:delete`);
        const portId = request.params['port_id'] ?? '';
        const check = { vm: attachableStates };
        checkState(server, 'detach_interface', check, request.allows('context_is_admin'));
        if (!networks.vifs(server.uuid).some((vif) => vif.portId === portId)) {
          throw new ApiError(404, `Port id ${portId} could not be found.`);
        }
        await changeServer(services, request, server, {
          name: 'detach_interface',
          check,
          change: () => ({}),
          operation: { kind: 'detach-interface', portId },
        });
        return { status: 202 };
      },
    }),
  ];
}

/** @throws ApiError 400 */
function nicOf({ net_id: networkId, port_id: portId, fixed_ips: addresses, tag: label }: Attachment): RequestedNic {
  const fixedIp = addresses?.[0]?.ip_address ?? null;
  if (networkId !== undefined && portId !== undefined) {
    throw new ApiError(400, 'Must not input both network_id and port_id');
  }
  if (fixedIp !== null && networkId === undefined) {
    throw new ApiError(400, 'Must input network_id when request IP address');
  }
  return { networkId: networkId ?? null, portId: portId ?? null, fixedIp, tag: label ?? null };
}

/** Waits until the guest has the NIC, as Nova does. @throws ApiError 400, 404, 409 */
async function attach(
  { tables, networks, conductor, now }: ServerServices,
  request: ComputeRequest,
  server: Instance,
  nic: RequestedNic,
): Promise<InstanceVif> {
  checkState(server, 'attach_interface', { vm: attachableStates }, request.allows('context_is_admin'));
  const named = nic.networkId !== null || nic.portId !== null ? [nic] : 'auto';
  try {
    networks.check(server.projectId, named, []);
  } catch (error) {
    throw asNotFound(error);
  }
  const context = await tables.database.write(() => recordAction(tables, request, [server], 'attach_interface', now()));
  try {
    return await conductor.attachInterface(server.uuid, nic, context);
  } catch (error) {
    throw asAnswer(error, server);
  }
}

/** What a new server's request gets wrong in its body is here the thing itself that is not there. */
function asNotFound(error: unknown): unknown {
  const isMissing = error instanceof ApiError && error.status === 400 && error.message.includes('could not be found');
  return isMissing ? new ApiError(404, error.message, { cause: error }) : error;
}

function vifJson(vif: InstanceVif, { powerState }: Instance, minor: number): Json {
  return {
    net_id: vif.networkId,
    port_id: vif.portId,
    mac_addr: vif.macAddress,
    port_state: powerState === 'running' || powerState === 'paused' ? 'ACTIVE' : 'DOWN',
    fixed_ips: vif.fixedIps.map(({ subnetId, ipAddress: address }) => ({ subnet_id: subnetId, ip_address: address })),
    ...(minor >= 70 && { tag: vif.tag }),
  };
}
