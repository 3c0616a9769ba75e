import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeInventory } from '../../../../core/index.ts';
import { PlacementClient } from '../../../../real/index.ts';
import type { PlacementService } from '../../../../real/index.ts';
import { auditUsage } from '../../../../real/compute/tracker/audit-usage.ts';
import { guestResources } from '../../../../real/compute/tracker/guest-resources.ts';
import { PlacementReporter } from '../../../../real/compute/tracker/placement-reporter.ts';
import type { ProviderReport } from '../../../../real/compute/tracker/placement-reporter.ts';
import { startService } from '../../placement/running-placement.ts';
import { aGuest } from './a-host.ts';

const logger = pino({ level: 'silent' });
const uuid = randomUUID();
const path = `/resource_providers/${uuid}`;

let service: PlacementService;
let client: PlacementClient;

beforeEach(async () => {
  service = await startService();
  client = new PlacementClient(service.url, 'admin');
});

afterEach(() => service.close());

const traitsOf = async () => (await client.call<{ traits: string[] }>('GET', `${path}/traits`)).traits.toSorted();
const inventoriesOf = async () =>
  (await client.call<{ inventories: Record<string, { total: number }> }>('GET', `${path}/inventories`)).inventories;
const generation = async () => (await client.call<{ generation: number }>('GET', path)).generation;

function reporter(placement: PlacementClient = client, name = 'node-1'): PlacementReporter {
  return new PlacementReporter(placement, { uuid, name }, logger);
}

function aReport(changes: Partial<ProviderReport> = {}): ProviderReport {
  return {
    inventories: () => ({
      VCPU: completeInventory({ total: 8, maxUnit: 8, allocationRatio: 4 }),
      MEMORY_MB: completeInventory({ total: 1024, reserved: 512, maxUnit: 1024 }),
    }),
    traits: new Map([
      ['HW_CPU_X86_AVX2', true],
      ['HW_CPU_X86_AVX', false],
    ]),
    ...changes,
  };
}

async function book(consumer: string, resources: Record<string, number>): Promise<void> {
  await client.call('PUT', `/allocations/${consumer}`, {
    allocations: { [uuid]: { resources } },
    project_id: 'p',
    user_id: 'u',
    consumer_generation: null,
    consumer_type: 'INSTANCE',
  });
}

describe('the report of a host', () => {
  it('makes the provider, its inventories and its traits', async () => {
    expect(await reporter().report(aReport())).toEqual({
      created: true,
      inventoriesChanged: true,
      traitsChanged: true,
      heldClasses: [],
    });
    expect(await client.call('GET', path)).toMatchObject({ name: 'node-1', parent_provider_uuid: null });
    expect(await inventoriesOf()).toMatchObject({
      VCPU: { total: 8, reserved: 0, max_unit: 8, allocation_ratio: 4 },
      MEMORY_MB: { total: 1024, reserved: 512 },
    });
    expect(await traitsOf()).toEqual(['HW_CPU_X86_AVX2']);
  });

  it('writes nothing when nothing changed', async () => {
    await reporter().report(aReport());
    const before = await generation();
    expect(await reporter().report(aReport())).toMatchObject({ inventoriesChanged: false, traitsChanged: false });
    expect(await generation()).toBe(before);
  });

  it('leaves traits alone that are not its own to say', async () => {
    await reporter().report(aReport());
    await client.call('PUT', '/traits/CUSTOM_GOLD');
    const traits = ['CUSTOM_GOLD', 'COMPUTE_STATUS_DISABLED', 'HW_CPU_X86_AVX'];
    await client.call('PUT', `${path}/traits`, { resource_provider_generation: await generation(), traits });
    await reporter().report(aReport());
    expect(await traitsOf()).toEqual(['COMPUTE_STATUS_DISABLED', 'CUSTOM_GOLD', 'HW_CPU_X86_AVX2']);
  });

  it('is told what Placement has, so that it can keep it', async () => {
    await reporter().report(aReport());
    let told: unknown;
    await reporter().report(aReport({ inventories: (present) => (told = present) && present }));
    expect(told).toMatchObject({ VCPU: { total: 8, allocationRatio: 4, minUnit: 1 } });
  });

  it('keeps a class that is gone while guests hold it, and tells the rest', async () => {
    await reporter().report(aReport());
    await book(randomUUID(), { VCPU: 2 });
    const memoryOnly = aReport({ inventories: () => ({ MEMORY_MB: completeInventory({ total: 2048 }) }) });
    expect(await reporter().report(memoryOnly)).toMatchObject({ heldClasses: ['VCPU'], inventoriesChanged: true });
    expect(await inventoriesOf()).toMatchObject({ VCPU: { total: 8 }, MEMORY_MB: { total: 2048 } });
  });

  it('begins again when somebody else writes in between', async () => {
    await reporter().report(aReport());
    let interferences = 0;
    const disturbed = new (class extends PlacementClient {
      override async call<T>(method: string, where: string, body?: unknown): Promise<T> {
        if (method === 'PUT' && where.endsWith('/inventories') && interferences < 3) {
          interferences += 1;
          const aggregates = [randomUUID()];
          const resource_provider_generation = await generation();
          await super.call('PUT', `${path}/aggregates`, { aggregates, resource_provider_generation });
        }
        return super.call<T>(method, where, body);
      }
    })(service.url, 'admin');
    const grown = aReport({ inventories: () => ({ VCPU: completeInventory({ total: 16 }) }) });
    expect(await reporter(disturbed).report(grown)).toMatchObject({ inventoriesChanged: true });
    expect(interferences).toBe(3);
    expect(await inventoriesOf()).toMatchObject({ VCPU: { total: 16 } });
  });

  it('follows the host when it gets another name', async () => {
    await reporter().report(aReport());
    await reporter(client, 'node-one').report(aReport());
    expect(await client.call('GET', path)).toMatchObject({ name: 'node-one', uuid });
  });

  it('says that Placement is away', async () => {
    await service.close();
    await expect(reporter().report(aReport())).rejects.toMatchObject({ name: 'PlacementClientError', status: 0 });
    service = await startService();
  });
});

describe('the audit of usage', () => {
  it('tells guests in order from orphans, from missing and from different bookings', async () => {
    const inventories = () => ({
      VCPU: completeInventory({ total: 64 }),
      MEMORY_MB: completeInventory({ total: 65_536 }),
      DISK_GB: completeInventory({ total: 1000 }),
    });
    await reporter().report(aReport({ inventories }));
    const [good, unbooked, wrong] = [randomUUID(), randomUUID(), randomUUID()].map((id) => aGuest(id));
    const orphan = randomUUID();
    const needs = { VCPU: 2, MEMORY_MB: 512, DISK_GB: 14 };
    await book(good!.uuid, needs);
    await book(wrong!.uuid, { VCPU: 4 });
    await book(orphan, { VCPU: 1 });
    expect(await auditUsage(client, uuid, [good!, unbooked!, wrong!])).toEqual({
      inOrder: 1,
      orphaned: [{ consumer: orphan, holds: { VCPU: 1 } }],
      missing: [{ uuid: unbooked!.uuid, needs }],
      different: [{ uuid: wrong!.uuid, holds: { VCPU: 4 }, needs }],
    });
  });
});

describe('what a guest should hold', () => {
  const { flavor } = aGuest('any');

  it('counts root, ephemeral and swap disks in whole GiB', () => {
    expect(guestResources(aGuest('any'))).toEqual({ VCPU: 2, MEMORY_MB: 512, DISK_GB: 14 });
  });

  it('has dedicated CPUs where the flavor wants them', () => {
    const pinned = { ...flavor, extraSpecs: { 'hw:cpu_policy': 'dedicated' } };
    expect(guestResources(aGuest('any', { flavor: pinned }))).toMatchObject({ PCPU: 2 });
  });

  it('has no root disk when it was started from a volume', () => {
    expect(guestResources(aGuest('any', { image: null }))).toMatchObject({ DISK_GB: 4 });
  });
});
