import { randomUUID } from 'node:crypto';
import type { Flavor, InstanceTopologyJson } from '../../../../core/index.ts';
import { hostTopology, instanceTopology } from '../../../../core/index.ts';
import type { GuestParts } from '../../../../real/compute/guest-config/guest-config.ts';
import type { HostSettings } from '../../../../real/compute/guest-config/host-settings.ts';
import type { GuestRequest } from '../../../../real/compute/hypervisor/guest.ts';
import { guestDefaults } from '../../../../real/compute/libvirt-driver/driver-options.ts';

export interface RequestOptions {
  readonly uuid?: string;
  readonly displayName?: string;
  readonly flavor?: Partial<Flavor>;
  readonly extraSpecs?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly numa?: InstanceTopologyJson | undefined;
  readonly pci?: readonly string[];
  readonly withoutImage?: boolean;
}

/** A server with one vCPU and 64 MiB, with what a test wants different. */
export function guestRequest(options: RequestOptions = {}): GuestRequest {
  return {
    uuid: options.uuid ?? randomUUID(),
    displayName: options.displayName ?? 'web-1',
    projectId: 'project',
    userId: 'user',
    flavor: {
      id: 'tiny',
      name: 'm1.tiny',
      vcpus: 1,
      ramMib: 64,
      rootGib: 1,
      ephemeralGib: 0,
      swapMib: 0,
      extraSpecs: options.extraSpecs ?? {},
      ...options.flavor,
    },
    image: options.withoutImage ? null : { id: 'image', name: 'debian', properties: options.properties ?? {} },
    numaTopology: options.numa && instanceTopology(options.numa),
    pciDevices: (options.pci ?? []).map((address) => ({ address })),
    ports: [],
    metadata: { hostname: 'web-1', keys: [], meta: {} },
    configDrive: false,
  };
}

/** An x86 host with two cells of two CPUs that can do everything. */
export function hostSettings(
  defaults: Partial<HostSettings['defaults']> = {},
  abilities: Partial<HostSettings['abilities']> = {},
): HostSettings {
  const cell = (id: number, cpus: readonly number[]) => ({
    id,
    cpuset: cpus,
    pcpuset: cpus,
    memory: 4096,
    siblings: cpus.map((cpu) => [cpu]),
    mempages: [
      { size_kb: 4, total: 1 << 20 },
      { size_kb: 2048, total: 512 },
    ],
  });
  return {
    defaults: guestDefaults({ virtType: 'qemu', ...defaults }),
    abilities: {
      arch: 'x86_64',
      machineTypes: [],
      firmwares: ['bios', 'efi'],
      secureBoot: true,
      cpuTuning: true,
      nicBandwidth: true,
      directIo: true,
      topology: hostTopology({ cells: [cell(0, [0, 1]), cell(1, [2, 3])] }),
      ...abilities,
    },
  };
}

export function guestParts(parts: Partial<GuestParts> = {}): GuestParts {
  return {
    folder: '/var/lib/astrolabe/guest',
    disks: { root: { path: '/var/lib/astrolabe/guest/disk', format: 'qcow2', sizeBytes: 1 << 30 }, ephemeral: [] },
    ports: [],
    ...parts,
  };
}
