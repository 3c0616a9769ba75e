import { completeInventory, createProvider, Placement, setInventories } from '../../../core/index.ts';
import type { ComputeNodeRow } from '../../../real/objects/service.ts';
import { openComputeTables } from '../../../real/objects/tables.ts';
import type { ComputeTables } from '../../../real/objects/tables.ts';

export function nodeUuid(number: number): string {
  return `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function nodeRow(number: number, changes: Partial<ComputeNodeRow['description']> = {}): ComputeNodeRow {
  return {
    uuid: nodeUuid(number),
    host: `host${number}`,
    node: `host${number}.example.org`,
    hostIp: '127.0.0.1',
    description: {
      hostname: `host${number}.example.org`,
      hypervisorType: 'fake',
      hypervisorVersion: 1,
      libvirtVersion: 0,
      virtType: 'fake',
      canaryBooted: true,
      cpuArch: 'x86_64',
      cpuModel: 'fake',
      cpuVendor: 'fake',
      cpuFeatures: [],
      vcpus: 64,
      ramMib: 65_536,
      diskGib: 1000,
      diskFreeGib: 1000,
      numaTopology: null,
      pciDevices: [],
      ...changes,
    },
    cpuAllocationRatio: 4,
    ramAllocationRatio: 1,
    diskAllocationRatio: 1,
    reservedVcpus: 0,
    reservedRamMib: 512,
    reservedDiskGib: 0,
    createdAtSeconds: 0,
    updatedAtSeconds: 0,
  };
}

/** A provider with room for 64 small servers. */
export function addProvider(placement: Placement, number: number, parentUuid?: string): void {
  placement.transact(() => {
    createProvider(placement, { uuid: nodeUuid(number), name: `provider${number}`, parentUuid });
    const inventories = { VCPU: 64, MEMORY_MB: 65_536, DISK_GB: 1000 };
    const wanted = new Map(Object.entries(inventories).map(([name, total]) => [name, completeInventory({ total })]));
    setInventories(placement, placement.provider(nodeUuid(number)), wanted);
  });
}

/** Tables in memory with hosts that are up, and an account with their providers. */
export async function aCloud(hosts: number): Promise<{ tables: ComputeTables; placement: Placement }> {
  const tables = await openComputeTables(':memory:');
  const placement = new Placement();
  for (let number = 0; number < hosts; number += 1) addProvider(placement, number);
  await tables.database.write(() => {
    for (let number = 0; number < hosts; number += 1) {
      tables.computeNodes.put(nodeRow(number));
      tables.services.put({
        uuid: nodeUuid(number + 1000),
        binary: 'nova-compute',
        host: `host${number}`,
        version: 64,
        disabled: false,
        disabledReason: null,
        forcedDown: false,
        createdAtSeconds: 0,
        lastSeenSeconds: Date.now() / 1000,
      });
    }
  });
  return { tables, placement };
}
