import { instanceTopology } from '../../core/index.ts';
import type { Flavor, Image } from '../../core/index.ts';
import type { GuestRequest } from '../compute/hypervisor/guest.ts';
import type { PortBinding } from '../network/port.ts';
import type { Instance } from '../objects/instance.ts';

export interface GuestRequestParts {
  readonly image: Image | null;
  readonly ports: readonly PortBinding[];
  readonly availabilityZone: string;
  /** Kept nowhere: what was sent with the request for the server. */
  readonly adminPassword?: string | undefined;
  readonly files?: readonly { readonly path: string; readonly contents: string }[] | undefined;
  /** Instead of the server's own. */
  readonly flavor?: Flavor | undefined;
}

/** What a host needs in order to run a server, from the server's row. */
export function guestRequestOf(instance: Instance, parts: GuestRequestParts): GuestRequest {
  const { keyName, keyData, userData, ephemeralGibs, numaTopology } = instance;
  const { image, ports, availabilityZone, adminPassword, files, flavor = instance.flavor } = parts;
  const { id, name, vcpus, ramMib, rootGib, ephemeralGib, swapMib, extraSpecs } = flavor;
  return {
    uuid: instance.uuid,
    displayName: instance.displayName,
    projectId: instance.projectId,
    userId: instance.userId,
    flavor: { id, name, vcpus, ramMib, rootGib, ephemeralGib, swapMib, extraSpecs },
    image,
    numaTopology: numaTopology === null ? undefined : instanceTopology(numaTopology),
    pciDevices: [],
    ports,
    metadata: {
      hostname: instance.hostname,
      ...(userData !== null && { userData: Buffer.from(userData, 'base64') }),
      ...(adminPassword !== undefined && { adminPassword }),
      keys: keyName !== null && keyData !== null ? [{ name: keyName, publicKey: keyData }] : [],
      meta: instance.metadata,
      ...(files && { files: files.map(({ path, contents }) => ({ path, content: Buffer.from(contents, 'base64') })) }),
      availabilityZone,
    },
    configDrive: instance.configDrive,
    ...(ephemeralGibs !== null && { ephemeralGibs }),
  };
}
