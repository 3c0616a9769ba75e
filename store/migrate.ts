import type { Database } from './database.ts';
import { applicationId } from './schema.ts';

/** Takes a database from the version it has to the last of `steps`, each step all or nothing. */
export async function migrate(database: Database, steps: readonly string[]): Promise<void> {
  const row = await database.get<{ user_version: number }>('PRAGMA user_version');
  for (let version = row?.user_version ?? 0; version < steps.length; version++) {
    await database.transaction(() =>
      database.exec(
        `${steps[version]}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + 1};`,
      ),
    );
  }
}
