import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../../real/http/api-error.ts';
import { Quotas } from '../../../real/compute-api/quotas/quotas.ts';
import type { Instance } from '../../../real/objects/instance.ts';
import { openComputeTables } from '../../../real/objects/tables.ts';
import type { ComputeTables } from '../../../real/objects/tables.ts';
import { instanceRow } from '../conductor/small-cloud.ts';

let tables: ComputeTables;
beforeEach(async () => {
  tables = await openComputeTables(':memory:');
});
afterEach(() => tables.database.close());

const flavor = (vcpus: number, ramMib: number): Instance['flavor'] => ({ ...instanceRow().flavor, vcpus, ramMib });
const owner = { projectId: 'p', userId: 'u' };

function putServers(count: number, changes: Partial<Instance> = {}): Promise<Instance[]> {
  return tables.database.write(() =>
    Array.from({ length: count }, () => tables.instances.put(instanceRow({ ...owner, ...changes }))),
  );
}

function putLimit(name: string, resource: string, limit: number): Promise<unknown> {
  return tables.database.write(() => tables.quotas.put({ owner: name, resource, limit }));
}

describe('quotas', () => {
  it('admit as many servers as there is room for, of those that were asked for', async () => {
    const quotas = new Quotas(tables);
    await putServers(7);
    const tiny = { vcpus: 1, ramMib: 512 };
    expect(quotas.admit('p', 'u', tiny, { min: 1, max: 2 })).toBe(2);
    expect(quotas.admit('p', 'u', tiny, { min: 1, max: 20 })).toBe(3);
    expect(quotas.admit('p', 'u', { vcpus: 10, ramMib: 512 }, { min: 1, max: 3 })).toBe(1);
    expect(quotas.admit('other', 'u', tiny, { min: 10, max: 10 })).toBe(10);
    expect(() => quotas.admit('p', 'u', tiny, { min: 4, max: 4 })).toThrow(
      'Quota exceeded for instances: Requested 4, but already used 7 of 10 instances',
    );
    expect(() => quotas.admit('p', 'u', { vcpus: 20, ramMib: 60_000 }, { min: 1, max: 1 })).toThrow(
      'Quota exceeded for cores, ram: Requested 20, 60000, but already used 7, 3584 of 20, 51200 cores, ram',
    );
  });

  it('refuse with 403, and nothing of the write has happened', async () => {
    const quotas = new Quotas(tables);
    await putServers(10);
    const attempt = tables.database.write(() => {
      tables.instances.put(instanceRow({ projectId: 'q' }));
      quotas.check('p', 'u', { instances: 1 });
    });
    await expect(attempt).rejects.toSatisfy((error) => error instanceof ApiError && error.status === 403);
    expect(quotas.used('q')).toMatchObject({ instances: 0 });
  });

  it('count a server until it is deleted, and the larger flavor while a resize is open', async () => {
    const quotas = new Quotas(tables);
    const [server] = await putServers(1, { flavor: flavor(2, 1024) });
    const change = (changes: Partial<Instance>): Promise<unknown> =>
      tables.database.write(() => tables.instances.put({ ...tables.instances.get(server!.uuid)!, ...changes }));
    expect(quotas.used('p')).toEqual({ instances: 1, cores: 2, ram: 1024, server_groups: 0 });
    await change({ newFlavor: flavor(4, 512) });
    expect(quotas.used('p')).toMatchObject({ cores: 4, ram: 1024 });
    await change({ newFlavor: null, flavor: flavor(4, 512), oldFlavor: flavor(2, 1024) });
    expect(quotas.used('p')).toMatchObject({ cores: 4, ram: 1024 });
    await change({ oldFlavor: null });
    expect(quotas.used('p')).toMatchObject({ cores: 4, ram: 512 });
    await change({ vmState: 'soft-delete' });
    expect(quotas.used('p')).toMatchObject({ instances: 0, cores: 0 });
    await change({ vmState: 'deleted', deletedAtSeconds: 1 });
    expect(quotas.used('p')).toMatchObject({ instances: 0, cores: 0 });
  });

  it('take the limit of the user before that of the project before that of the class', async () => {
    const quotas = new Quotas(tables);
    expect(quotas.limit('cores', 'p', 'u')).toBe(20);
    await putLimit('class:default', 'cores', 30);
    expect(quotas.limit('cores', 'p', 'u')).toBe(30);
    await putLimit('p', 'cores', 40);
    expect(quotas.limit('cores', 'p', 'u')).toBe(40);
    await putLimit('p/u', 'cores', 5);
    expect([quotas.limit('cores', 'p', 'u'), quotas.limit('cores', 'p')]).toEqual([5, 40]);
    expect(() => quotas.check('p', 'u', { cores: 6 })).toThrow('Requested 6, but already used 0 of 5 cores');
    expect(quotas.admit('p', 'someone', { vcpus: 8, ramMib: 1 }, { min: 1, max: 9 })).toBe(5);
    await putLimit('p', 'cores', -1);
    expect(quotas.admit('p', 'someone', { vcpus: 8, ramMib: 1 }, { min: 1, max: 9 })).toBe(9);
  });

  it('agree with a count of the rows, whatever was written and whatever was taken back', async () => {
    const quotas = new Quotas(tables);
    const uuids = Array.from({ length: 6 }, () => instanceRow().uuid);
    const change = fc.record({
      uuid: fc.constantFrom(...uuids),
      projectId: fc.constantFrom('p', 'q'),
      userId: fc.constantFrom('u', 'v'),
      vcpus: fc.integer({ min: 1, max: 9 }),
      isDeleted: fc.boolean(),
      isRemoved: fc.boolean(),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        for (const { uuid, vcpus, isDeleted, isRemoved, fails, ...whose } of changes) {
          const deletedAtSeconds = isDeleted ? 1 : null;
          const work = tables.database.write(() => {
            if (isRemoved) tables.instances.remove(uuid);
            else tables.instances.put(instanceRow({ uuid, ...whose, flavor: flavor(vcpus, 1), deletedAtSeconds }));
            if (fails) throw new Error('taken back');
          });
          await work.catch(() => undefined);
        }
        for (const projectId of ['p', 'q']) {
          for (const userId of [undefined, 'u', 'v']) {
            const mine = [...tables.instances.all()].filter(
              (row) =>
                row.projectId === projectId && row.deletedAtSeconds === null && (userId ?? row.userId) === row.userId,
            );
            const cores = mine.reduce((sum, row) => sum + row.flavor.vcpus, 0);
            expect(quotas.used(projectId, userId)).toMatchObject({ instances: mine.length, cores });
            expect(new Quotas(tables).used(projectId, userId)).toEqual(quotas.used(projectId, userId));
          }
        }
      }),
    );
  });
});
