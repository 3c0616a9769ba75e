import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { bundleProgram } from '../../bundle-program.ts';
import { expectTruth } from './expect-truth.ts';
import { SmallCloud } from './small-cloud.ts';

/** How often the controller is killed; the long variant asks for 100. */
const kills = Number(process.env['FAKE_KILLS'] ?? 3);
const seed = Number(process.env['FAKE_SEED'] ?? 5);

test(
  `after kill -9 of the controller every server ends in a true state, and nothing leaks (${kills} times)`,
  { timeout: 60_000 + kills * 10_000 },
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-kill-'));
    // From here `sqlite3` is found.
    const cache = path.join(import.meta.dirname, '../../../node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const program = path.join(cache, `astrolabe-${process.pid}-use-until-killed.mjs`);
    await bundleProgram(new URL('./use-until-killed.ts', import.meta.url), program);
    const random = new RandomStream(seed, 'kill');
    try {
      for (let round = 0; round < kills; round += 1) {
        const child = spawn(process.execPath, [program, folder, `${seed + round}`], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        await once(child.stdout, 'data');
        await sleep(random.integer(1500, round));
        child.kill('SIGKILL');
        await once(child, 'exit');
        const cloud = await SmallCloud.start({ folder, hosts: 3 });
        await expectTruth(cloud, cloud.hypervisors, `round ${round}, seed ${seed}`);
        await cloud.close();
      }
    } finally {
      rmSync(program);
      rmSync(folder, { recursive: true });
    }
  },
);
