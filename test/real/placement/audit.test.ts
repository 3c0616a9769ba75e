import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditPlacement, healPlacement, PlacementClient, readExpectedConsumers } from '../../../real/index.ts';
import type { PlacementService } from '../../../real/index.ts';
import { allocationsBody, call, databaseFile, makeProvider, numberedUuid, startService } from './running-placement.ts';

const HOST = numberedUuid(1);
const [KNOWN, ORPHAN, LOST] = [1, 2, 3].map((number) => numberedUuid(number, 7)) as [string, string, string];
let service: PlacementService;
let client: PlacementClient;

beforeEach(async () => {
  service = await startService();
  client = new PlacementClient(service.url, 'admin');
  await makeProvider(service.url, HOST, { VCPU: { total: 8 } });
  for (const uuid of [KNOWN, ORPHAN]) {
    await call(service.url, 'PUT', `/allocations/${uuid}`, allocationsBody({ [HOST]: { VCPU: 2 } }));
  }
});
afterEach(() => service.close());

function expected(uuid: string, vcpus = 2) {
  return { uuid, projectId: 'project', userId: 'user', type: 'INSTANCE', resources: { [HOST]: { VCPU: vcpus } } };
}

describe('the audit', () => {
  it('finds nothing wrong with an account that is in order', async () => {
    const report = await auditPlacement(client, [expected(KNOWN), expected(ORPHAN)]);
    expect(report).toEqual({ providers: 1, consumers: 2, orphans: [], missing: [], exceeded: [] });
  });

  it('finds and heals orphaned and missing allocations', async () => {
    const consumers = [expected(KNOWN), expected(LOST)];
    const report = await auditPlacement(client, consumers);
    expect(report.orphans).toEqual([{ consumer: ORPHAN, provider: HOST, resources: { VCPU: 2 } }]);
    expect(report.missing.map((each) => each.uuid)).toEqual([LOST]);
    expect(await healPlacement(client, report)).toEqual({ deleted: [ORPHAN], created: [LOST], refused: [] });
    const after = await auditPlacement(client, consumers);
    expect([after.orphans, after.missing]).toEqual([[], []]);
  });

  it('says what cannot be healed', async () => {
    const healed = await healPlacement(
      client,
      await auditPlacement(client, [expected(KNOWN), expected(ORPHAN), expected(LOST, 7)]),
    );
    expect(healed.refused).toMatchObject([
      { consumer: LOST, reason: expect.stringContaining('exceed the capacity') as string },
    ]);
  });

  it('finds providers of which more is used than they have, and by whom', async () => {
    const shrunk = { resource_provider_generation: 3, total: 3 };
    await call(service.url, 'PUT', `/resource_providers/${HOST}/inventories/VCPU`, shrunk);
    const { exceeded, orphans } = await auditPlacement(client, undefined);
    expect(exceeded).toEqual([
      {
        provider: HOST,
        resourceClass: 'VCPU',
        used: 4,
        capacity: 3,
        consumers: expect.arrayContaining([KNOWN, ORPHAN]) as string[],
      },
    ]);
    expect(orphans).toEqual([]);
  });
});

describe('a list of expected consumers', () => {
  it('is read line by line', () => {
    const file = `${databaseFile()}.jsonl`;
    const line = {
      uuid: KNOWN,
      project_id: 'project',
      user_id: 'user',
      allocations: { [HOST]: { resources: { VCPU: 2 } } },
    };
    writeFileSync(file, `${JSON.stringify(line)}\n\n`);
    expect(readExpectedConsumers(file)).toEqual([expected(KNOWN)]);
  });

  it.each([
    ['{', /:1: /],
    ['{"uuid": "a"}', /:1: project_id: /],
    [
      '{"uuid": "a", "project_id": "p", "user_id": "u", "allocations": {"x": {"resources": {"VCPU": 0}}}}',
      /:1: allocations.x.resources.VCPU: /,
    ],
  ])('is refused with the line and the field: %s', (text, message) => {
    const file = `${databaseFile()}.jsonl`;
    writeFileSync(file, text);
    expect(() => readExpectedConsumers(file)).toThrow(message);
  });
});
