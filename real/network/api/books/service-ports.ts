import type { PortRow, SubnetRow } from '../model.ts';
import type { NetworkTables } from '../tables.ts';

/**
 * The few ports of a network that are the service's own (routers, DHCP), found without looking at the network's other
 * ports. It follows the table of ports by itself.
 */
export class ServicePorts {
  readonly #byNetwork = new Map<string, Map<string, PortRow>>();
  readonly #tables: NetworkTables;

  constructor(tables: NetworkTables) {
    this.#tables = tables;
    for (const port of tables.ports.all()) this.#changed(undefined, port);
    tables.ports.watch((before, after) => this.#changed(before, after));
  }

  of(networkId: string): readonly PortRow[] {
    return [...(this.#byNetwork.get(networkId)?.values() ?? [])];
  }

  /** Ids of other networks that routers join with the network. */
  joined(networkId: string): readonly string[] {
    const routers = this.of(networkId).filter(({ deviceId, deviceOwner }) => {
      return deviceOwner === 'network:router_interface' && this.#tables.routers.get(deviceId)?.adminStateUp === true;
    });
    const ports = routers.flatMap(({ deviceId }) => this.#tables.ports.find('byDevice', deviceId));
    const inner = ports.filter(({ deviceOwner }) => deviceOwner === 'network:router_interface');
    return [...new Set(inner.map((port) => port.networkId))].filter((id) => id !== networkId);
  }

  /** Whether a router leads from the network to the outside, and hides it there. */
  hasWayOut(networkId: string): boolean {
    return this.of(networkId).some(({ deviceId, deviceOwner }) => {
      if (deviceOwner !== 'network:router_interface') return false;
      const router = this.#tables.routers.get(deviceId);
      return router !== undefined && router.adminStateUp && router.gatewayNetworkId !== null && router.enableSnat;
    });
  }

  /** Where DHCP answers in a subnet without a gateway. */
  dhcpServer({ id, networkId }: SubnetRow): string | undefined {
    const ports = this.of(networkId).filter(({ deviceOwner }) => deviceOwner === 'network:dhcp');
    return ports.flatMap(({ fixedIps }) => fixedIps).find(({ subnetId }) => subnetId === id)?.ipAddress;
  }

  #changed(before: PortRow | undefined, after: PortRow | undefined): void {
    if (before && isService(before)) {
      const ports = this.#byNetwork.get(before.networkId);
      ports?.delete(before.id);
      if (ports?.size === 0) this.#byNetwork.delete(before.networkId);
    }
    if (!after || !isService(after)) return;
    const ports = this.#byNetwork.get(after.networkId);
    if (ports) ports.set(after.id, after);
    else this.#byNetwork.set(after.networkId, new Map([[after.id, after]]));
  }
}

const isService = ({ deviceOwner }: PortRow): boolean => deviceOwner.startsWith('network:');
