import type { InstanceVif } from '../../../objects/instance.ts';

export interface AddressJson {
  readonly version: 4 | 6;
  readonly addr: string;
  readonly 'OS-EXT-IPS:type'?: 'fixed' | 'floating';
  readonly 'OS-EXT-IPS-MAC:mac_addr'?: string;
}

/** Addresses by the names of networks: fixed ones first, then floating ones. */
export function addressesJson(vifs: readonly InstanceVif[], isExtended: boolean): Record<string, AddressJson[]> {
  // A network may be named as something that every object has.
  const networks = Object.create(null) as Record<string, AddressJson[]>;
  for (const { networkLabel, fixedIps, macAddress } of vifs) {
    const addresses = (networks[networkLabel] ??= []);
    for (const { ipAddress } of fixedIps) addresses.push(addressJson(ipAddress, 'fixed', macAddress, isExtended));
  }
  for (const { networkLabel, floatingIps, macAddress } of vifs) {
    for (const { ipAddress } of floatingIps) {
      networks[networkLabel]?.push(addressJson(ipAddress, 'floating', macAddress, isExtended));
    }
  }
  return networks;
}

function addressJson(addr: string, type: 'fixed' | 'floating', mac: string, isExtended: boolean): AddressJson {
  const version = addr.includes(':') ? 6 : 4;
  if (!isExtended) return { version, addr };
  return { version, addr, 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': mac };
}
