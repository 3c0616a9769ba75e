import { expect } from 'vitest';
import type { Hypervisor } from '../../../real/compute/hypervisor/hypervisor.ts';
import type { SmallCloud } from './small-cloud.ts';

/** What the flavors of these tests hold. */
const amounts = {
  'm1.tiny': { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 },
  'm1.small': { VCPU: 2, MEMORY_MB: 1024, DISK_GB: 1 },
};

/** Once nothing is under way: rows, Placement, ports and guests say the same. `hypervisors` are those of host1, host2, … */
export async function expectTruth(
  cloud: SmallCloud,
  hypervisors: readonly Pick<Hypervisor, 'listGuests'>[],
  when: string,
): Promise<void> {
  await cloud.until(() =>
    cloud.present().every(({ vmState, taskState }) => vmState !== 'building' && taskState === null),
  );
  await cloud.conductor.idle();
  const onHosts = cloud.present().filter(({ host }) => host !== null);
  const migrations = onHosts.flatMap(({ migrationUuid }) => migrationUuid ?? []);
  expect(sorted(cloud.consumers()), when).toEqual(sorted([...onHosts.map(({ uuid }) => uuid), ...migrations]));
  for (const { uuid, flavor } of onHosts)
    expect(cloud.held(uuid), when).toEqual(amounts[flavor.name as keyof typeof amounts]);
  const withPorts = cloud.present().filter(({ host, vmState }) => host !== null || vmState === 'shelved_offloaded');
  expect(sorted(cloud.networks.ports.keys()), when).toEqual(sorted(withPorts.map(({ uuid }) => uuid)));
  for (const [index, hypervisor] of hypervisors.entries()) {
    const guests = await hypervisor.listGuests();
    const here = onHosts.filter(({ host }) => host === `host${index + 1}`);
    expect(sorted(guests.map(({ uuid }) => uuid)), when).toEqual(sorted(here.map(({ uuid }) => uuid)));
    for (const { uuid, powerState, ramMib } of guests) {
      const row = cloud.row(uuid);
      expect({ powerState, ramMib }, when).toEqual({ powerState: row.powerState, ramMib: row.flavor.ramMib });
      if (row.vmState === 'active') expect(powerState, when).toBe('running');
      if (row.vmState === 'stopped') expect(powerState, when).toBe('shutdown');
    }
  }
}

function sorted(uuids: Iterable<string>): string[] {
  return [...uuids].sort((one, other) => one.localeCompare(other));
}
