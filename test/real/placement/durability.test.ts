import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { DatabaseError, PlacementService } from '../../../real/index.ts';
import { Sqlite } from '../../../real/database/sqlite.ts';
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

/** Does SQL in a file that no service uses. */
async function change(database: string, sql: string): Promise<void> {
  const sqlite = await Sqlite.open(database);
  await sqlite.exec(sql);
  await sqlite.close();
}

/** Rows of a table in a file that no service uses. */
async function rowsIn(database: string, table: string): Promise<number> {
  const sqlite = await Sqlite.open(database);
  const [row] = await sqlite.all<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  await sqlite.close();
  return row!.count;
}

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

describe('writes that the tables do not hold yet', () => {
  const write = (url: string, number: number) =>
    expectStatus(
      call(url, 'PUT', `/allocations/${numberedUuid(number, 7)}`, allocationsBody({ [HOST]: { VCPU: 1 } })),
      204,
    );
  const usedOf = async (url: string): Promise<number> =>
    (await call(url, 'GET', `/resource_providers/${HOST}/usages`)).json.usages.VCPU;

  it('are there after a kill', async () => {
    const database = databaseFile();
    const killed = await spawnService(database);
    running.push({ close: () => kill(killed.process) });
    await makeProvider(killed.url, HOST, { VCPU: { total: 1000 } });
    for (let i = 0; i < 20; i++) await write(killed.url, i);
    await call(killed.url, 'DELETE', `/allocations/${numberedUuid(3, 7)}`);
    await kill(killed.process);
    expect(await rowsIn(database, 'pending_write')).toBeGreaterThan(0);
    expect(await rowsIn(database, 'allocation')).toBe(0);
    const again = await startService({ database });
    running.push(again);
    expect(await usedOf(again.url)).toBe(19);
    expect((await call(again.url, 'GET', `/allocations/${numberedUuid(3, 7)}`)).json.allocations).toEqual({});
  });

  it('come into the tables when there are many, and those after them survive a kill as well', async () => {
    const database = databaseFile();
    const killed = await spawnService(database);
    running.push({ close: () => kill(killed.process) });
    await makeProvider(killed.url, HOST, { VCPU: { total: 1000 } });
    for (let i = 0; i < 600; i += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => write(killed.url, i + k)));
    await kill(killed.process);
    const inTables = await rowsIn(database, 'allocation');
    expect(inTables).toBeGreaterThan(400);
    expect(inTables).toBeLessThan(600);
    const again = await startService({ database });
    running.push(again);
    expect(await usedOf(again.url)).toBe(600);
  });

  it('are in the tables after a regular end', async () => {
    const database = databaseFile();
    const service = await startService({ database });
    await makeProvider(service.url, HOST, { VCPU: { total: 1000 } });
    for (let i = 0; i < 3; i++) await write(service.url, i);
    await service.close();
    expect(await rowsIn(database, 'pending_write')).toBe(0);
    expect(await rowsIn(database, 'allocation')).toBe(3);
  });
});

describe('a database file', () => {
  it('of version 1, which had no pending writes, is taken over', async () => {
    const database = databaseFile();
    const before = await startService({ database });
    await makeProvider(before.url, HOST, { VCPU: { total: 1000 } });
    const seen = await picture(before.url);
    await before.close();
    await change(database, 'DROP TABLE pending_write; PRAGMA user_version = 1');
    const after = await startService({ database });
    running.push(after);
    expect(await picture(after.url)).toEqual(seen);
    await makeProvider(after.url, numberedUuid(2), { VCPU: { total: 1 } });
  });

  it('of a version to come is left alone', async () => {
    const database = databaseFile();
    await (await startService({ database })).close();
    await change(database, 'PRAGMA user_version = 99');
    await expect(PlacementService.start({ database, port: 0 })).rejects.toThrow(
      /has version 99 of the schema; this program knows 1 to 2/,
    );
  });

  it('belongs to one service at a time', async () => {
    const database = databaseFile();
    running.push(await startService({ database }));
    await expect(startService({ database })).rejects.toThrow(/another process has the file open/);
  });

  it('is left alone when it is something else', async () => {
    const database = databaseFile();
    writeFileSync(database, 'a text that is long enough to be no empty database'.repeat(100));
    const opening = PlacementService.start({ database, port: 0 });
    await expect(opening).rejects.toThrow(DatabaseError);
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
