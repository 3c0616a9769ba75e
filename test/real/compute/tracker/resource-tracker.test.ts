import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlacementClient, ResourceTracker } from '../../../../real/index.ts';
import type { PlacementService } from '../../../../real/index.ts';
import { FakeHypervisor } from '../../../../real/compute/fake-driver/fake-hypervisor.ts';
import { startService } from '../../placement/running-placement.ts';
import { aGuest } from './a-host.ts';

const providerUuid = randomUUID();

let service: PlacementService;
let placement: PlacementClient;

beforeEach(async () => {
  service = await startService();
  placement = new PlacementClient(service.url, 'admin');
});

afterEach(() => service.close());

function aTracker(hypervisor: FakeHypervisor, options: object = {}): ResourceTracker {
  return new ResourceTracker({ hypervisor, placement, providerUuid, options, logger: pino({ level: 'silent' }) });
}

describe('the resource tracker', () => {
  const size = { hostname: 'node-7', vcpus: 16, ramMib: 32_768, diskGib: 500 };

  it('tells Placement what the host has, and looks whether its guests are what is booked', async () => {
    const hypervisor = new FakeHypervisor(size);
    const guest = aGuest(randomUUID());
    await hypervisor.spawn(guest);
    const { report, audit } = await aTracker(hypervisor, { cpuAllocationRatio: 2 }).update();
    expect(report).toMatchObject({ created: true, inventoriesChanged: true });
    expect(audit).toMatchObject({ inOrder: 0, orphaned: [], missing: [{ uuid: guest.uuid }] });
    const found = await placement.call('GET', `/resource_providers/${providerUuid}/inventories`);
    expect(found).toMatchObject({
      inventories: { VCPU: { total: 16, allocation_ratio: 2 }, MEMORY_MB: { reserved: 512 }, DISK_GB: { total: 500 } },
    });
    const { traits } = await placement.call<{ traits: string[] }>('GET', `/resource_providers/${providerUuid}/traits`);
    expect(traits).toEqual(expect.arrayContaining(['COMPUTE_NODE', 'COMPUTE_ARCH_X86_64']));
  });

  it('tells it again when the host has grown, and nothing when it has not', async () => {
    await aTracker(new FakeHypervisor(size)).update();
    const same = await aTracker(new FakeHypervisor(size)).update();
    expect(same.report).toMatchObject({ created: false, inventoriesChanged: false, traitsChanged: false });
    const grown = await aTracker(new FakeHypervisor({ ...size, vcpus: 32 })).update();
    expect(grown.report).toMatchObject({ inventoriesChanged: true });
  });
});
