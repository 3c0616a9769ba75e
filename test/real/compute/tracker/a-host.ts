import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';
import type { HostDescription } from '../../../../real/compute/hypervisor/host-description.ts';

export function aHost(changes: Partial<HostDescription> = {}): HostDescription {
  return {
    hostname: 'node-1',
    hypervisorType: 'QEMU',
    hypervisorVersion: 7_002_000,
    libvirtVersion: 9_000_000,
    virtType: 'kvm',
    canaryBooted: true,
    cpuArch: 'x86_64',
    cpuModel: 'EPYC',
    cpuVendor: 'AMD',
    cpuFeatures: ['avx2', 'sse4.2', 'pni', 'svm', 'some-new-feature'],
    vcpus: 8,
    ramMib: 16_384,
    diskGib: 100.7,
    diskFreeGib: 90,
    numaTopology: null,
    pciDevices: [],
    ...changes,
  };
}

export function aGuest(uuid: string, changes: Partial<GuestRequest> = {}): GuestRequest {
  return {
    uuid,
    displayName: 'web',
    projectId: 'project',
    userId: 'user',
    flavor: {
      id: '1',
      name: 'small',
      vcpus: 2,
      ramMib: 512,
      rootGib: 10,
      ephemeralGib: 2,
      swapMib: 1025,
      extraSpecs: {},
    },
    image: { id: 'image', properties: {} },
    pciDevices: [],
    ports: [],
    metadata: { hostname: 'web', keys: [], meta: {} },
    configDrive: false,
    ...changes,
  };
}
