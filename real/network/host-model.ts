import { isDeepStrictEqual } from 'node:util';
import type { CheckedNetwork, CheckedPort } from './check-port.ts';
import { bridgeMac, deviceAlias } from './device-names.ts';
import type { DhcpServer } from './dhcp/dhcp-server.ts';
import type { WantedBridge, WantedTap } from './host/device-lines.ts';
import { overlap } from './ip-address.ts';
import { NetworkError } from './network-error.ts';

export interface PortHere {
  port: CheckedPort;
  tap: string;
  queues: number;
  readonly network: NetworkHere;
}

export interface NetworkHere {
  network: CheckedNetwork;
  bridge: string;
  readonly dhcp: DhcpServer;
  readonly ports: Map<string, PortHere>;
}

/** What this host has to have. */
export class HostModel {
  readonly ports = new Map<string, PortHere>();
  readonly networks = new Map<string, NetworkHere>();

  get bridged(): readonly NetworkHere[] {
    return [...this.networks.values()];
  }

  get filtered(): readonly PortHere[] {
    return [...this.ports.values()];
  }

  /** Device names that are given away, but for one port's or network's own. */
  namesWithout(id: string): ReadonlySet<string> {
    const taps = [...this.ports].filter(([other]) => other !== id).map(([, { tap }]) => tap);
    const bridges = [...this.networks].filter(([other]) => other !== id).map(([, { bridge }]) => bridge);
    return new Set([...taps, ...bridges]);
  }

  addPort(here: PortHere): void {
    this.ports.set(here.port.id, here);
    here.network.ports.set(here.port.id, here);
  }

  removePort(portId: string): void {
    this.ports.get(portId)?.network.ports.delete(portId);
    this.ports.delete(portId);
  }

  /** The latest binding says what a network is; all its ports follow. Returns whether anything changed. */
  changeNetwork(here: NetworkHere, network: CheckedNetwork): boolean {
    if (isDeepStrictEqual(here.network, network)) return false;
    here.network = network;
    for (const port of here.ports.values()) port.port = { ...port.port, network };
    return true;
  }

  /** The host routes between its networks and the outside, so an address has to be in one of them only. */
  checkOverlap(network: CheckedNetwork): void {
    for (const { network: other } of this.networks.values()) {
      if (other.id === network.id) continue;
      for (const { prefix } of network.subnets) {
        const common = other.subnets.find((subnet) => overlap(subnet.prefix, prefix));
        if (!common) continue;
        const where = `network ${network.id}: ${prefix.text} overlaps ${common.prefix.text} of network ${other.id}`;
        throw new NetworkError('subnet-overlap', `${where}, which this host carries too`);
      }
    }
  }
}

/** Floating addresses are the host's: so it answers for them on the outside, and to itself. */
export function wantedBridge({ network, bridge, ports }: NetworkHere, callsIptables: boolean): WantedBridge {
  const floating = [...ports.values()].flatMap(({ port }) => port.floatingIps.map((ip) => `${ip.floating.text}/32`));
  const own = network.subnets.flatMap(({ gateway, dhcpServer, prefix }) =>
    [gateway, dhcpServer].flatMap((address) => (address ? [`${address.text}/${prefix.length}`] : [])),
  );
  return {
    name: bridge,
    alias: deviceAlias('network', network.id),
    mac: bridgeMac(network.id),
    mtu: network.mtu,
    addresses: [...new Set([...own, ...floating])],
    callsIptables,
  };
}

export function wantedTap({ port, tap, queues, network }: PortHere, ownerUid: number | undefined): WantedTap {
  return {
    name: tap,
    alias: deviceAlias('port', port.id),
    bridge: network.bridge,
    mtu: network.network.mtu,
    multiQueue: queues > 1,
    ownerUid,
  };
}
