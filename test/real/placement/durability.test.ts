import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { PlacementDatabaseError, PlacementService } from '../../../real/index.ts';
import {
  allocationsBody,
  call,
  databaseFile,
  expectStatus,
  kill,
  makeProvider,
  numberedUuid,
  spawnService,
  startService,
} from './running-placement.ts';

const HOST = numberedUuid(1);
const CONSUMER = numberedUuid(1, 7);
const running: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

/** Everything that a client can see, of the providers and consumers named. */
async function picture(url: string): Promise<unknown> {
  const { json: list } = await call(url, 'GET', '/resource_providers');
  const parts: unknown[] = [list];
  for (const { uuid } of list.resource_providers as { uuid: string }[]) {
    for (const kind of ['inventories', 'traits', 'aggregates', 'allocations']) {
      parts.push((await call(url, 'GET', `/resource_providers/${uuid}/${kind}`)).json);
    }
  }
  parts.push((await call(url, 'GET', '/traits?name=startswith:CUSTOM')).json);
  parts.push((await call(url, 'GET', '/resource_classes')).json);
  parts.push((await call(url, 'GET', '/usages?project_id=project')).json);
  parts.push((await call(url, 'GET', `/allocations/${CONSUMER}`)).json);
  return parts;
}

describe('a restart', () => {
  it('brings everything back', async () => {
    const database = databaseFile();
    let service = await startService({ database });
    running.push({ close: () => service.close() });
    const child = numberedUuid(2);
    await makeProvider(service.url, HOST, {
      VCPU: { total: 4, allocation_ratio: 1.5 },
      MEMORY_MB: { total: 9, reserved: 1, min_unit: 2, max_unit: 8, step_size: 2 },
    });
    await makeProvider(service.url, child, { VCPU: { total: 1 } }, HOST);
    await call(service.url, 'PUT', '/traits/CUSTOM_A');
    await call(service.url, 'PUT', '/resource_classes/CUSTOM_B');
    await call(service.url, 'PUT', `/resource_providers/${child}/traits`, {
      traits: ['CUSTOM_A', 'HW_CPU_X86_VMX'],
      resource_provider_generation: 1,
    });
    await call(service.url, 'PUT', `/resource_providers/${child}/aggregates`, {
      aggregates: [numberedUuid(5)],
      resource_provider_generation: 2,
    });
    await call(
      service.url,
      'PUT',
      `/allocations/${CONSUMER}`,
      allocationsBody({ [HOST]: { VCPU: 2, MEMORY_MB: 4 }, [child]: { VCPU: 1 } }),
    );
    // Smaller than what is used, which must survive as well.
    const shrunk = { resource_provider_generation: 2, total: 1 };
    await expectStatus(call(service.url, 'PUT', `/resource_providers/${HOST}/inventories/VCPU`, shrunk), 200);
    const before = await picture(service.url);
    await service.close();
    service = await startService({ database });
    expect(await picture(service.url)).toEqual(before);
  });
});

describe('a database file', () => {
  it('belongs to one service at a time', async () => {
    const database = databaseFile();
    running.push(await startService({ database }));
    await expect(startService({ database })).rejects.toThrow(/in use by another process/);
  });

  it('is left alone when it is something else', async () => {
    const database = databaseFile();
    writeFileSync(database, 'a text that is long enough to be no empty database'.repeat(100));
    const opening = PlacementService.start({ database, port: 0 });
    await expect(opening).rejects.toThrow(PlacementDatabaseError);
    await expect(opening).rejects.toThrow(/not a SQLite database/);
    await expect(PlacementService.start({ database: '/nowhere/at/all.sqlite', port: 0 })).rejects.toThrow(
      /cannot be opened/,
    );
  });
});

describe('a full disk', () => {
  it('changes nothing, says so, and leaves the service consistent', async () => {
    const database = databaseFile();
    // A file may grow to 96 KiB: 192 blocks of 512 bytes for sh.
    const limited = await spawnService(database, 'ulimit -f 192;');
    running.push({ close: () => kill(limited.process) });
    await makeProvider(limited.url, HOST, { VCPU: { total: 1000 } });
    const acknowledged: number[] = [];
    const refused: number[] = [];
    for (let i = 0; i < 200 && refused.length < 20; i += 5) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, k) =>
          call(limited.url, 'PUT', `/allocations/${numberedUuid(i + k, 7)}`, allocationsBody({ [HOST]: { VCPU: 1 } })),
        ),
      );
      answers.forEach((answer, k) => {
        if (answer.status === 204) acknowledged.push(i + k);
        else {
          expect(answer.status).toBe(503);
          expect(answer.json.errors[0].detail).toContain('Nothing was changed');
          refused.push(i + k);
        }
      });
    }
    expect(refused.length).toBeGreaterThanOrEqual(20);
    expect(acknowledged.length).toBeGreaterThan(0);
    const usage = async (url: string) =>
      (await call(url, 'GET', `/resource_providers/${HOST}/usages`)).json.usages.VCPU;
    expect(await usage(limited.url)).toBe(acknowledged.length);
    await kill(limited.process);
    const again = await spawnService(database);
    running.push({ close: () => kill(again.process) });
    expect(await usage(again.url)).toBe(acknowledged.length);
    for (const i of refused) {
      expect((await call(again.url, 'GET', `/allocations/${numberedUuid(i, 7)}`)).json.allocations).toEqual({});
    }
    await expectStatus(
      call(again.url, 'PUT', `/allocations/${numberedUuid(999, 7)}`, allocationsBody({ [HOST]: { VCPU: 1 } })),
      204,
    );
  });
});
