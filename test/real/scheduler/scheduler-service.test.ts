import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import type { Placement } from '../../../core/index.ts';
import { InProcessBus } from '../../../real/bus/index.ts';
import type { Instance } from '../../../real/objects/instance.ts';
import type { ComputeTables } from '../../../real/objects/tables.ts';
import { PlacementService } from '../../../real/placement/index.ts';
import { SchedulerService } from '../../../real/scheduler/index.ts';
import type { SchedulerServiceOptions } from '../../../real/scheduler/index.ts';
import { schedulerTopic, selectDestinations } from '../../../real/scheduler/scheduler-methods.ts';
import { instanceRow, newContext } from '../conductor/small-cloud.ts';
import { aCloud, addProvider, nodeUuid } from './a-cloud.ts';
import { unpackJson } from '../../../real/objects/packed-json.ts';

const logger = pino({ level: 'silent' });
const bus = new InProcessBus();
const closing: (() => Promise<void>)[] = [];
let tables: ComputeTables;
let placement: Placement;

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(hosts: number, options?: SchedulerServiceOptions['options']): Promise<void> {
  ({ tables } = await aCloud(hosts));
  const service = await PlacementService.start({ database: ':memory:', port: 0 });
  closing.push(() => service.close());
  ({ placement } = service);
  for (let number = 0; number < hosts; number += 1) addProvider(placement, number);
  const scheduler = await SchedulerService.open({ tables, bus, placement: service, options, logger });
  closing.push(() => scheduler.close());
}

/** Where servers go, and which refusal there is. The rows stay as they are. */
async function select(changes: Partial<Instance> = {}, count = 1) {
  const rows = Array.from({ length: count }, () => instanceRow(changes));
  await tables.database.write(() => {
    for (const row of rows) tables.instances.put(row);
  });
  const uuids = rows.map(({ uuid }) => uuid);
  const args = { uuids, purpose: 'build', ignoreHosts: [], migrationUuid: null } as const;
  return bus.call(schedulerTopic, selectDestinations, { ...args, ignoreHosts: [] }, newContext());
}

test.each([3, 150])(
  'with %i hosts servers go where there is most room, and each decision sees those before it',
  async (hosts) => {
    await open(hosts);
    const chosen: string[] = [];
    for (let number = 0; number < hosts; number += 1) {
      const { destinations } = await select();
      chosen.push(destinations[0]!.hosts[0]![0]);
    }
    expect(new Set(chosen).size).toBe(hosts);
    const { destinations } = await select();
    expect(destinations[0]!.hosts).toHaveLength(3);
    expect(placement.consumer(destinations[0]!.uuid)).toMatchObject({ type: 'INSTANCE' });
  },
);

test.each([3, 250])('with %i hosts a refusal says of hosts why they were refused', async (hosts) => {
  await open(hosts, { filterScheduler: { enabled_filters: ['ComputeFilter', 'JsonFilter'] } });
  const { destinations, refusal } = await select({ schedulerHints: { query: ['["=", "$host", "nowhere"]'] } });
  expect({ destinations, refusal }).toEqual({ destinations: [], refusal: 'There are not enough hosts available.' });
  for (const close of closing.splice(0).reverse()) await close();
  const [decision] = [...tables.decisions.all()];
  expect(decision).toMatchObject({ outcome: 'no-valid-host', host: null });
  const [round] = (
    unpackJson(decision!.explanation) as { rounds: { stages: { name: string; rejected: unknown[] }[] }[] }
  ).rounds;
  expect(round!.stages.at(-1)).toMatchObject({ name: 'JsonFilter', entered: hosts, left: 0 });
  expect(round!.stages.at(-1)!.rejected.length).toBeGreaterThan(0);
});

test('options of Nova are known by their names, and others are refused', async () => {
  const packing = { ram_weight_multiplier: -1, cpu_weight_multiplier: -1, disk_weight_multiplier: -1 };
  await open(2, { filterScheduler: { ...packing, io_ops_weight_multiplier: 1 } });
  expect((await select()).destinations[0]!.hosts[0]![0]).toBe('host0');
  expect((await select()).destinations[0]!.hosts[0]![0], 'now it packs').toBe('host0');
  await expect(open(1, { filterScheduler: { ram_weight_multiplyer: -1 } })).rejects.toThrow(/ram_weight_multiplier/);
});

test('cells that a flavor asks for are fitted to the host, and taken from it', async () => {
  await open(1);
  const cell = {
    id: 0,
    cpuset: [0, 1, 2, 3],
    pcpuset: [0, 1, 2, 3],
    memory: 65_536,
    siblings: [[0], [1], [2], [3]],
    mempages: [{ size_kb: 4, total: 16_777_216 }],
  };
  await tables.database.write(() => {
    const node = tables.computeNodes.get(nodeUuid(0))!;
    tables.computeNodes.put({ ...node, description: { ...node.description, numaTopology: { cells: [cell] } } });
  });
  const flavor = { ...instanceRow().flavor, vcpus: 2, extraSpecs: { 'hw:numa_nodes': '1' } };
  const { destinations } = await select({ flavor });
  expect(destinations[0]!.numaTopology).toMatchObject({ cells: [{ id: 0, cpuset: [0, 1] }] });
  const tooMany = { ...instanceRow().flavor, vcpus: 8, ramMib: 64, extraSpecs: { 'hw:numa_nodes': '8' } };
  expect(await select({ flavor: tooMany })).toMatchObject({ destinations: [], refusal: expect.any(String) });
});
