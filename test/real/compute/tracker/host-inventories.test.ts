import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeInventory, hostTopology } from '../../../../core/index.ts';
import { hostInventories } from '../../../../real/compute/tracker/host-inventories.ts';
import { hostTraits } from '../../../../real/compute/tracker/host-traits.ts';
import { defaultTrackerOptions } from '../../../../real/compute/tracker/tracker-options.ts';
import { aHost } from './a-host.ts';

const options = defaultTrackerOptions;

describe("a host's inventories", () => {
  it('begin with the ratios and reservations that Nova begins with', () => {
    expect(hostInventories(aHost(), options, {})).toEqual({
      VCPU: { total: 8, reserved: 0, minUnit: 1, maxUnit: 8, stepSize: 1, allocationRatio: 4 },
      MEMORY_MB: { total: 16_384, reserved: 512, minUnit: 1, maxUnit: 16_384, stepSize: 1, allocationRatio: 1 },
      DISK_GB: { total: 100, reserved: 0, minUnit: 1, maxUnit: 100, stepSize: 1, allocationRatio: 1 },
    });
  });

  it('keep a ratio that somebody set in Placement, until the operator configures one', () => {
    const present = { VCPU: completeInventory({ total: 8, allocationRatio: 2.5 }) };
    expect(hostInventories(aHost(), options, present)['VCPU']).toMatchObject({ allocationRatio: 2.5 });
    const configured = { ...options, cpuAllocationRatio: 16 };
    expect(hostInventories(aHost(), configured, present)['VCPU']).toMatchObject({ allocationRatio: 16 });
  });

  it('reserve disk in whole GiB, rounded up', () => {
    const inventories = hostInventories(aHost(), { ...options, reservedHostDiskMib: 1025 }, {});
    expect(inventories['DISK_GB']).toMatchObject({ reserved: 2 });
  });

  it('split processors into shared and dedicated ones, as far as they are online', () => {
    const split = { ...options, cpuSharedSet: new Set([0, 1]), cpuDedicatedSet: new Set([2, 3, 4, 99]) };
    expect(hostInventories(aHost(), split, {})).toMatchObject({
      VCPU: { total: 2, allocationRatio: 4 },
      PCPU: { total: 3, reserved: 0, allocationRatio: 1 },
    });
  });

  it('leave out a class of which there is nothing', () => {
    const dedicatedOnly = { ...options, cpuDedicatedSet: new Set([0]) };
    expect(Object.keys(hostInventories(aHost({ diskGib: 0.9 }), dedicatedOnly, {}))).toEqual(['PCPU', 'MEMORY_MB']);
  });

  it('are always what Placement accepts', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    const whole = fc.nat(100_000);
    fc.assert(
      fc.property(whole, whole, amount, whole, whole, (vcpus, ramMib, diskGib, reservedMib, reservedCpus) => {
        const host = aHost({ vcpus, ramMib, diskGib });
        const reserved = { reservedHostMemoryMib: reservedMib, reservedHostCpus: reservedCpus };
        for (const each of Object.values(hostInventories(host, { ...options, ...reserved }, {}))) {
          expect(each.total).toBeGreaterThan(0);
          expect(Number.isInteger(each.total)).toBe(true);
          expect(each.reserved).toBeLessThanOrEqual(each.total);
          expect(each.maxUnit).toBe(each.total);
        }
      }),
    );
  });
});

describe("a host's traits", () => {
  it("come from libvirt's names of CPU features", () => {
    const traits = hostTraits(aHost(), options);
    for (const trait of ['AVX2', 'SSE42', 'SSE3', 'SVM', 'AMD_SVM'])
      expect(traits.get(`HW_CPU_X86_${trait}`)).toBe(true);
    for (const trait of ['AVX', 'VMX', 'INTEL_VMX']) expect(traits.get(`HW_CPU_X86_${trait}`)).toBe(false);
  });

  it('say which kinds of devices guests may have, and which not', () => {
    const deviceModels = {
      diskBuses: ['virtio', 'scsi'],
      nicModels: ['virtio', 'ne2k-pci'],
      videoModels: ['vga'],
      firmwares: ['bios'],
    };
    const traits = hostTraits(aHost({ deviceModels }), options);
    const present = [...traits].filter(([, has]) => has).map(([trait]) => trait);
    expect(present.filter((trait) => trait.startsWith('COMPUTE_'))).toEqual([
      'COMPUTE_ARCH_X86_64',
      'COMPUTE_IMAGE_TYPE_QCOW2',
      'COMPUTE_IMAGE_TYPE_RAW',
      'COMPUTE_STORAGE_BUS_SCSI',
      'COMPUTE_STORAGE_BUS_VIRTIO',
      'COMPUTE_NET_VIF_MODEL_NE2K_PCI',
      'COMPUTE_NET_VIF_MODEL_VIRTIO',
      'COMPUTE_GRAPHICS_MODEL_VGA',
      'COMPUTE_FIRMWARE_BIOS',
      'COMPUTE_NODE',
      'COMPUTE_SAME_HOST_COLD_MIGRATE',
    ]);
    expect(traits.get('COMPUTE_STORAGE_BUS_IDE')).toBe(false);
    expect(traits.has('COMPUTE_STATUS_DISABLED')).toBe(false);
  });

  it('know a host with two threads a core', () => {
    const cell = {
      id: 0,
      cpuset: [0, 1, 2, 3],
      pcpuset: [0, 1, 2, 3],
      memory: 1024,
      siblings: [
        [0, 1],
        [2, 3],
      ],
    };
    const numaTopology = hostTopology({ cells: [cell] });
    expect(hostTraits(aHost({ numaTopology }), options).get('HW_CPU_HYPERTHREADING')).toBe(true);
    expect(hostTraits(aHost(), options).get('HW_CPU_HYPERTHREADING')).toBe(false);
  });
});
