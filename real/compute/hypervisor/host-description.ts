import type { HostTopology } from '../../../core/index.ts';

/** What a host has and can do, as its hypervisor says it. */
export interface HostDescription {
  readonly hostname: string;
  /** Nova's `hypervisor_type`: `QEMU`, or `fake`. */
  readonly hypervisorType: string;
  /** As Nova writes it: major × 1,000,000 + minor × 1,000 + release. */
  readonly hypervisorVersion: number;
  readonly libvirtVersion: number;
  readonly virtType: 'kvm' | 'qemu' | 'fake';
  /** Whether a guest of `virtType` was seen to run here. */
  readonly canaryBooted: boolean;
  readonly cpuArch: string;
  readonly cpuModel: string;
  readonly cpuVendor: string;
  /** libvirt's names (`avx2`, `sse4.1`, ...). */
  readonly cpuFeatures: readonly string[];
  readonly vcpus: number;
  readonly ramMib: number;
  /** Of the file system that holds the guests' disks. */
  readonly diskGib: number;
  readonly diskFreeGib: number;
  /** Cells with their CPUs and pages. */
  readonly numaTopology: HostTopology | null;
  readonly pciDevices: readonly {
    readonly address: string;
    readonly vendorId: string;
    readonly productId: string;
    readonly numaNode: number | null;
  }[];
  /** Kinds of devices that guests here may have, as libvirt names them. */
  readonly deviceModels?: DeviceModels | undefined;
}

export interface DeviceModels {
  /** `virtio`, `scsi`, `ide`, ... */
  readonly diskBuses: readonly string[];
  readonly nicModels: readonly string[];
  readonly videoModels: readonly string[];
  /** `bios`, `uefi`. */
  readonly firmwares: readonly string[];
}
