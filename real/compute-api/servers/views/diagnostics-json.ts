import type { GuestInfo } from '../../../compute/hypervisor/guest.ts';
import type { Instance } from '../../../objects/instance.ts';
import type { ComputeRequest } from '../../http/compute-route.ts';
import { asAnswer } from '../bus-failure.ts';
import { contextOf } from '../record-action.ts';
import type { ServerServices } from '../server-services.ts';
import { notReady } from '../server-state.ts';
import type { Json } from './server-json.ts';

/** What the host says of a guest: from 2.48 in a form that is the same for all hypervisors. @throws ApiError 409 */
export async function diagnosticsOf(
  services: ServerServices,
  request: ComputeRequest,
  server: Instance,
): Promise<Json> {
  if (server.host === null) throw notReady(server);
  let info: GuestInfo;
  try {
    info = await services.conductor.diagnostics(server.host, server.uuid, contextOf(request));
  } catch (error) {
    throw asAnswer(error, server);
  }
  // libvirt counts memory in KiB.
  if (request.minor < 48) return { memory: info.ramMib * 1024 };
  return standard(services, server, info);
}

/** Counters that nobody asked the hypervisor for are null. */
function standard({ tables, networks, now }: ServerServices, server: Instance, info: GuestInfo): Json {
  const node = tables.computeNodes.find('byHost', server.host)[0];
  const nics = networks.vifs(server.uuid);
  const { flavor, configDrive, launchedAtSeconds } = server;
  const disks = 1 + (server.ephemeralGibs?.length ?? (flavor.ephemeralGib > 0 ? 1 : 0)) + (flavor.swapMib > 0 ? 1 : 0);
  return {
    state: info.powerState,
    driver: node?.description.virtType === 'fake' ? 'fake' : 'libvirt',
    hypervisor: node?.description.virtType ?? null,
    hypervisor_os: 'linux',
    uptime: launchedAtSeconds === null ? null : Math.floor(now() - launchedAtSeconds),
    config_drive: configDrive,
    num_cpus: info.vcpus,
    num_nics: nics.length,
    num_disks: disks + (configDrive ? 1 : 0),
    disk_details: [],
    cpu_details: Array.from({ length: info.vcpus }, (_, id) => ({ id, time: null, utilisation: null })),
    nic_details: nics.map(({ macAddress }) => ({ mac_address: macAddress, ...noTraffic })),
    memory_details: { maximum: info.ramMib, used: info.ramMib },
  };
}

const noTraffic = {
  rx_octets: null,
  rx_errors: null,
  rx_drop: null,
  rx_packets: null,
  rx_rate: null,
  tx_octets: null,
  tx_errors: null,
  tx_drop: null,
  tx_packets: null,
  tx_rate: null,
};
