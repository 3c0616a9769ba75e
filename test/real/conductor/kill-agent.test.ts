import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { RabbitMqBus } from '../../../real/bus/index.ts';
import { bundleProgram } from '../../bundle-program.ts';
import { RabbitMqBroker, withoutRabbitMq } from '../bus/rabbitmq-broker.ts';
import { CloudUser } from './cloud-user.ts';
import { expectTruth } from './expect-truth.ts';
import { fakeHost, SmallCloud } from './small-cloud.ts';

/** How often an agent is killed; the long variant asks for 100. */
const kills = Number(process.env['AGENT_KILLS'] ?? 2);
const seed = Number(process.env['AGENT_SEED'] ?? 11);

const absence = withoutRabbitMq === undefined ? '' : ` (skipped: ${withoutRabbitMq})`;

test.skipIf(withoutRabbitMq !== undefined)(
  `after kill -9 of agents under load every server ends in a true state, and nothing leaks (${kills} times)${absence}`,
  { timeout: 120_000 + kills * 10_000 },
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-kill-'));
    const cache = path.join(import.meta.dirname, '../../../node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    // From here `sqlite3` is found.
    const program = path.join(cache, `astrolabe-${process.pid}-host-until-killed.mjs`);
    const [broker] = await Promise.all([
      RabbitMqBroker.start(),
      bundleProgram(new URL('./host-until-killed.ts', import.meta.url), program),
    ]);
    const bus = await RabbitMqBus.connect({ url: broker.url });
    const cloud = await SmallCloud.start({ hosts: 0, bus });
    const hostFolder = (number: number): string => path.join(folder, `host${number}`);
    const startHost = async (number: number): Promise<ChildProcess> => {
      const args = [program, `host${number}`, hostFolder(number), broker.url, cloud.placement.url];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      return child;
    };
    const hosts = [await startHost(1), await startHost(2)];
    try {
      const random = new RandomStream(seed, 'users');
      let drawn = 0;
      let isOver = false;
      const draw = (below: number): number => random.integer(below, drawn++);
      const users = [1, 2, 3].map(() => new CloudUser(cloud, draw).use(() => isOver));
      for (let round = 0; round < kills; round += 1) {
        await sleep(200 + random.integer(1000, -1 - round));
        const victim = round % 2;
        hosts[victim]!.kill('SIGKILL');
        await once(hosts[victim]!, 'exit');
        hosts[victim] = await startHost(victim + 1);
      }
      isOver = true;
      await Promise.all(users);
      const books = [1, 2].map((number) => fakeHost(`host${number}`, { folder: hostFolder(number) }));
      await cloud.until(() => cloud.present().every(({ taskState }) => taskState === null));
      for (const book of books) await book.start();
      await expectTruth(cloud, books, `seed ${seed}`);
      expect(cloud.present().length).toBeGreaterThan(0);
    } finally {
      for (const host of hosts) host.kill('SIGKILL');
      await cloud.close();
      await broker.end();
      rmSync(program);
      rmSync(folder, { recursive: true });
    }
  },
);
