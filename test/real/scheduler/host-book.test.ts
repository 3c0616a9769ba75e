import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CloudState } from '../../../core/index.ts';
import type { Instance } from '../../../real/objects/instance.ts';
import { HostBook } from '../../../real/scheduler/host-book.ts';
import { instanceRow } from '../conductor/small-cloud.ts';
import { aCloud, addProvider, nodeRow } from './a-cloud.ts';

const hosts = 3;
const big = { ...instanceRow().flavor, id: '2', vcpus: 4, ramMib: 4096, rootGib: 20 };

/** What may happen to a row, as the conductor and the API do it. */
const changes: fc.Arbitrary<Partial<Instance>> = fc.oneof(
  fc.record({ host: fc.constantFrom('host0', 'host1', 'host2', 'gone'), node: fc.constant('x') }),
  fc.constant({ vmState: 'active', taskState: null } as const),
  fc.constant({ vmState: 'error', host: null } as const),
  fc.constant({ vmState: 'shelved_offloaded', host: null } as const),
  fc.constant({ vmState: 'deleted', deletedAtSeconds: 1 } as const),
  fc.constantFrom(
    { taskState: 'image_snapshot' },
    { taskState: 'resize_prep' },
    { taskState: 'powering-off' },
  ) as fc.Arbitrary<Partial<Instance>>,
  fc.constant({ migrationUuid: 'm', newFlavor: big, oldFlavor: instanceRow().flavor }),
  fc.constant({ migrationUuid: 'm', flavor: big, newFlavor: null, oldFlavor: instanceRow().flavor }),
  fc.constant({ migrationUuid: null, newFlavor: null, oldFlavor: null }),
  fc.constantFrom(
    { imageProperties: { os_type: 'linux' } },
    { imageProperties: { os_type: 'windows' } },
  ) as fc.Arbitrary<Partial<Instance>>,
);

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constant('change' as const), fc.nat(5), changes, fc.boolean()) },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constant('node' as const),
        fc.nat(hosts - 1),
        fc.integer({ min: 1, max: 128 }),
        fc.boolean(),
      ),
    },
  ),
  { maxLength: 40 },
);

test('what the scheduler has heard of is what it would find, were it to look at everything', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const { tables, placement } = await aCloud(hosts);
      const rows = Array.from({ length: 6 }, () => instanceRow());
      const parts = { tables, placement: () => placement, candidatesMax: 1000 };
      const book = new HostBook(parts);
      expect(seen(book.cloud)).toHaveLength(hosts);
      for (const [kind, number, change, isTakenBack] of script) {
        const write = tables.database.write(() => {
          if (kind === 'node') tables.computeNodes.put(nodeRow(number, { ramMib: 1024 * change }));
          else {
            const { uuid } = rows[number]!;
            tables.instances.put({
              ...(tables.instances.get(uuid) ?? rows[number]!),
              ...change,
            });
          }
          if (isTakenBack) throw new Error('never mind');
        });
        await write.catch(() => {});
      }
      expect(seen(book.cloud)).toEqual(seen(new HostBook(parts).cloud));
      await tables.database.close();
    }),
    { numRuns: 60 },
  );
});

test('hosts stand in the order of their providers, also of those that come later', async () => {
  const { tables, placement } = await aCloud(2);
  const book = new HostBook({ tables, placement: () => placement, candidatesMax: 1000 });
  expect(book.cloud.hosts.map(({ host }) => host)).toEqual(['host0', 'host1']);
  addProvider(placement, 9);
  addProvider(placement, 8);
  await tables.database.write(() => {
    tables.computeNodes.put(nodeRow(8));
    tables.computeNodes.put(nodeRow(9));
  });
  expect(book.cloud.hosts.map(({ host }) => host)).toEqual(['host0', 'host1', 'host9', 'host8']);
});

test('what was decided counts until the row says so, and no longer when it never does', async () => {
  const { tables, placement } = await aCloud(1);
  const book = new HostBook({ tables, placement: () => placement, candidatesMax: 1000 });
  const row = instanceRow();
  await tables.database.write(() => void tables.instances.put(row));
  const occupancy = { host: 'host0', flavor: row.flavor, image: null, isBusy: true, topology: null };
  book.reserve(row.uuid, occupancy, false);
  await tables.database.write(() => void tables.instances.put({ ...row, displayName: 'renamed' }));
  expect(book.cloud.hosts[0]).toMatchObject({ numInstances: 1, vcpusUsed: 1 });
  await tables.database.write(() => void tables.instances.put({ ...row, vmState: 'error', taskState: null }));
  expect(book.cloud.hosts[0]).toMatchObject({ numInstances: 0, vcpusUsed: 0, numIoOps: 0 });
});

function seen(cloud: CloudState) {
  return cloud.hosts.map((host) => ({
    host: host.host,
    vcpusUsed: host.vcpusUsed,
    ramFreeMib: host.ramFreeMib,
    diskFreeMib: host.diskFreeMib,
    numInstances: host.numInstances,
    numIoOps: host.numIoOps,
    ramTotalMib: host.ramTotalMib,
    instances: [...host.instances].sort((one, other) => one.localeCompare(other)),
    properties: Object.fromEntries(host.instanceImageProperties),
  }));
}
