import type { PortRow } from '../model.ts';
import type { NetworkContext } from '../network-context.ts';

/** Ports that the service makes for itself, and that do not keep a network or subnet from being deleted. */
export const isHousekeeping = ({ deviceOwner }: PortRow): boolean => deviceOwner === 'network:dhcp';

/** Takes a port away, and its floating IPs from it. Inside a write. */
export function deletePort(context: NetworkContext, port: PortRow): void {
  const { ports, floatingIps } = context.tables;
  for (const floating of floatingIps.find('byPort', port.id)) {
    floatingIps.put(context.changed(floating, { portId: null, fixedIpAddress: null, routerId: null }));
  }
  ports.remove(port.id);
}
