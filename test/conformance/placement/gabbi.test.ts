import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { databaseFile, kill, spawnService } from '../../real/placement/running-placement.ts';
import { oracleFolder, python, storiesFolder, whyNot } from '../openstack-here.ts';

const reason = whyNot(['gabbi', 'oslotest', 'placement.tests.functional.fixtures.gabbits'], oracleFolder);

describe('the stories that OpenStack tests its Placement with', () => {
  it.skipIf(reason !== undefined)(
    `all pass${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 600_000 },
    async () => {
      const service = await spawnService(databaseFile());
      try {
        const args = [
          `${oracleFolder}/placement_gabbi.py`,
          '--url',
          service.url,
          '--reset-url',
          `${service.url}/__reset`,
          '--gabbits',
          storiesFolder,
          '-v',
        ];
        const run = promisify(execFile)(python, args, { maxBuffer: 2 ** 26 });
        const { stdout } = await run.catch((error: { stdout: string }) => error);
        const failures = stdout.split('\n').filter((line) => line.includes('FAILED'));
        expect(failures).toEqual([]);
        expect(stdout).toMatch(/files 79 tests 1232 passed 1232 failed 0 skipped 0/);
      } finally {
        await kill(service.process);
      }
    },
  );
});
