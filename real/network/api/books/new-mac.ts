import { randomBytes } from 'node:crypto';
import type { NetworkContext } from '../network-context.ts';

/** A MAC address that nobody has on the network, with Neutron's first three octets. */
export function newMac({ tables }: NetworkContext, networkId: string): string {
  for (;;) {
    const mac = `fa:16:3e:${[...randomBytes(3)].map((octet) => octet.toString(16).padStart(2, '0')).join(':')}`;
    if (!tables.ports.one('byMac', networkId, mac)) return mac;
  }
}
