import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Database } from '../../store/database.ts';
import { migrate } from '../../store/migrate.ts';
import { scratchFolder } from './a-sweep.ts';

const first = 'CREATE TABLE t (a); INSERT INTO t VALUES (1)';
const second = 'ALTER TABLE t ADD COLUMN b DEFAULT 5';

async function version(database: Database): Promise<number | undefined> {
  return (await database.get<{ user_version: number }>('PRAGMA user_version'))?.user_version;
}

it('takes a file through the steps that it has not had, once', async () => {
  const database = await Database.open(join(scratchFolder(), 'm.sqlite'), 'create');
  await migrate(database, [first]);
  expect(await version(database)).toBe(1);
  await migrate(database, [first, second]);
  await migrate(database, [first, second]);
  expect(await version(database)).toBe(2);
  expect(await database.all('SELECT * FROM t')).toEqual([{ a: 1, b: 5 }]);
  await database.close();
});

it('leaves the file at the last whole step when one fails', async () => {
  const database = await Database.open(join(scratchFolder(), 'm.sqlite'), 'create');
  const broken = `${second}; INSERT INTO nowhere VALUES (1)`;
  await expect(migrate(database, [first, broken])).rejects.toThrow(/nowhere/);
  expect(await version(database)).toBe(1);
  expect(await database.all('SELECT * FROM t')).toEqual([{ a: 1 }]);
  await database.close();
});
