import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import {
  createTableSql,
  DatabaseError,
  defineTable,
  NotDurableError,
  ServiceDatabase,
} from '../../../real/database/index.ts';
import type { Schema, Table } from '../../../real/database/index.ts';
import { bundleProgram } from '../../bundle-program.ts';
import { pairs, pairSchema } from './pairs.ts';

interface Thing {
  readonly id: string;
  readonly part: number;
  readonly ownerId: string | null;
  readonly weight: number;
  readonly light: boolean;
  readonly notes: unknown;
}

const things = defineTable<Thing>({
  name: 'thing',
  key: ['id', 'part'],
  columns: { id: 'text', part: 'integer', ownerId: 'text', weight: 'real', light: 'boolean', notes: 'json' },
  indexes: { byOwner: ['ownerId'] },
});
const schema: Schema = { applicationId: 77, migrations: [createTableSql(things)] };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-database-'));
  file = path.join(folder, 'things.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function withThings<Result>(
  work: (table: Table<Thing>, database: ServiceDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await ServiceDatabase.open(file, schema);
  try {
    return await work(await database.table(things), database);
  } finally {
    await database.close();
  }
}

const thing = (id: string, more: Partial<Thing> = {}): Thing => {
  return { id, part: 1, ownerId: null, weight: 1, light: false, notes: null, ...more };
};

/** The rows, in an order of their own. */
const sorted = (rows: Iterable<Thing>): Thing[] =>
  [...rows].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.part - b.part));

describe('a table', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom("'", '"', '[1]', '\u0000', '"x', "'); DROP TABLE thing; --"),
  );
  const row = fc.record({
    id: text,
    part: fc.integer({ min: 0, max: 3 }),
    ownerId: fc.option(text, { nil: null }),
    weight: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    light: fc.boolean(),
    notes: fc.jsonValue(),
  });
  const operation = fc.oneof(
    fc.record({ put: row }),
    fc.record({ remove: fc.tuple(fc.nat(9)) }),
    fc.record({ fail: row }),
  );

  it('holds after each opening what was put there, whatever the values are', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 12 }), async (operations) => {
        round += 1;
        file = path.join(folder, `things-${round}.sqlite`);
        const expected = new Map<string, Thing>();
        await withThings(async (table, database) => {
          for (const step of operations) {
            if ('put' in step) {
              await database.write(() => table.put(step.put));
              expected.set(JSON.stringify([step.put.id, step.put.part]), step.put);
            } else if ('remove' in step) {
              const victim = [...expected.values()][step.remove[0]];
              if (!victim) continue;
              expect(await database.write(() => table.remove(victim.id, victim.part))).toBe(true);
              expected.delete(JSON.stringify([victim.id, victim.part]));
            } else {
              const failing = database.write(() => {
                table.put(step.fail);
                throw new Error('changed its mind');
              });
              await expect(failing).rejects.toThrow('changed its mind');
            }
          }
          expect(sorted(table.all())).toEqual(sorted(expected.values()));
        });
        await withThings(async (table) => {
          const asKept = [...expected.values()].map((each) => ({
            ...each,
            notes: JSON.parse(JSON.stringify(each.notes)),
          }));
          for (const each of asKept) expect(table.get(each.id, each.part)).toEqual(each);
          expect(table.size).toBe(expected.size);
          for (const each of asKept) {
            const owned = sorted(asKept.filter((other) => other.ownerId === each.ownerId));
            expect(sorted(table.find('byOwner', each.ownerId))).toEqual(owned);
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('can only be changed inside a write, and takes all of a failed write back', async () => {
    await withThings(async (table, database) => {
      await database.write(() => table.put(thing('a', { weight: 1 })));
      expect(() => table.put(thing('b'))).toThrow(/outside/);
      const failing = database.write(() => {
        table.put(thing('a', { weight: 2, ownerId: 'x' }));
        table.remove('a', 1);
        table.put(thing('c'));
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect([...table.all()]).toEqual([thing('a')]);
      expect(table.find('byOwner', 'x')).toEqual([]);
    });
  });
});

describe('a database', () => {
  it('takes everything back that the disk refuses, and what was built on it, and then goes on', async () => {
    await withThings(async (table, database) => {
      await database.write(() => table.put(thing('kept')));
      // A row that STRICT SQLite refuses: the same way as a full disk, seen from above.
      const first = database.write(() => table.put(thing('bad', { weight: 'heavy' as unknown as number })));
      await expect(first).rejects.toThrow(NotDurableError);
      expect(sorted(table.all())).toEqual([thing('kept')]);
      await database.write(() => table.put(thing('later')));
    });
    await withThings(async (table) => expect(sorted(table.all()).map(({ id }) => id)).toEqual(['kept', 'later']));
  });

  it('is held by one process at a time', async () => {
    await withThings(async (_table, database) => {
      await database.write(() => undefined);
      await expect(ServiceDatabase.open(file, schema)).rejects.toThrow(/another process has the file open/);
    });
  });

  it('is not taken for another one', async () => {
    await withThings(async () => undefined);
    await expect(ServiceDatabase.open(file, { ...schema, applicationId: 78 })).rejects.toThrow(/holds something else/);
    await expect(ServiceDatabase.open(file, { ...schema, migrations: [] })).rejects.toThrow(
      /version 1 .* knows 1 to 0/,
    );
    writeFileSync(path.join(folder, 'text'), 'not a database, and long enough to be read as one'.repeat(50));
    await expect(ServiceDatabase.open(path.join(folder, 'text'), schema)).rejects.toThrow(DatabaseError);
    await expect(ServiceDatabase.open(path.join(folder, 'no', 'such'), schema)).rejects.toThrow(/cannot be opened/);
  });

  it('is brought from version to version, and what it held stays', async () => {
    await withThings((table, database) => database.write(() => table.put(thing('old'))));
    const newer: Schema = { ...schema, migrations: [...schema.migrations, 'ALTER TABLE thing ADD COLUMN colour TEXT'] };
    const database = await ServiceDatabase.open(file, newer);
    const coloured = defineTable<Thing & { colour: string | null }>({
      ...things,
      columns: { ...things.columns, colour: 'text' },
    } as never);
    expect([...(await database.table(coloured)).all()]).toEqual([{ ...thing('old'), colour: null }]);
    await database.close();
  });

  it('has kept every write that was acknowledged, and no half of one, when its process is killed', async () => {
    // Beside this file, from where `sqlite3` is found.
    const program = path.join(import.meta.dirname, `.${process.pid}-write-until-killed.mjs`);
    await bundleProgram(new URL('./write-until-killed.ts', import.meta.url), program);
    const random = new RandomStream(Number(process.env['DATABASE_SEED'] ?? 7), 'kill');
    try {
      for (let round = 0; round < kills; round += 1) {
        const kept = await killAndLook(program, path.join(folder, `killed-${round}`), random.integer(60, round));
        for (const number of kept.acknowledged) expect(kept.left).toContain(number);
        expect(kept.left).toEqual(kept.right);
        expect(kept.complaints).toEqual([]);
      }
    } finally {
      rmSync(program);
    }
  });
});

const kills = Number(process.env['DATABASE_KILLS'] ?? 4);

interface Kept {
  readonly acknowledged: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly complaints: readonly string[];
}

async function killAndLook(program: string, name: string, afterMs: number): Promise<Kept> {
  const child = spawn(process.execPath, [program, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await sleep(afterMs);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  const database = await ServiceDatabase.open(name, pairSchema);
  const rows = [...(await database.table(pairs)).all()];
  const complaints = await database.check();
  await database.close();
  const side = (wanted: string): number[] =>
    rows.flatMap((row) => (row.side === wanted ? [row.number] : [])).toSorted((a, b) => a - b);
  const acknowledged = printed.slice(0, printed.lastIndexOf('\n')).split('\n').map(Number);
  return { acknowledged, left: side('left'), right: side('right'), complaints };
}
