import type { Flavor } from '../../../../core/index.ts';
import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';

export const guestUuid = '5f0c4c1a-7a52-4f0e-9d0b-6a3b7e1f2c11';

const flavor: Flavor = {
  id: '1',
  name: 'tiny',
  vcpus: 1,
  ramMib: 96,
  rootGib: 1,
  ephemeralGib: 0,
  swapMib: 0,
  extraSpecs: {},
};

export interface RequestChanges extends Partial<Omit<GuestRequest, 'flavor'>> {
  readonly flavor?: Partial<Flavor>;
}

/** A server with an image called `image`, changed as told. */
export function guestRequest({ flavor: changes, ...others }: RequestChanges = {}): GuestRequest {
  return {
    uuid: guestUuid,
    displayName: 'web-1',
    projectId: 'project',
    userId: 'user',
    flavor: { ...flavor, ...changes },
    image: { id: 'image', properties: {} },
    pciDevices: [],
    ports: [],
    metadata: { hostname: 'web-1', keys: [], meta: {} },
    configDrive: false,
    ...others,
  };
}
