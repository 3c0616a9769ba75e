import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { RabbitMqBus } from '../../../real/bus/index.ts';
import { bundleProgram } from '../../bundle-program.ts';
import { RabbitMqBroker, withoutRabbitMq } from '../bus/rabbitmq-broker.ts';
import { expectTruth } from './expect-truth.ts';
import { fakeHost, SmallCloud } from './small-cloud.ts';

/** How often the controller is killed while its agents go on; the long variant asks for 100. */
const kills = Number(process.env['CONTROLLER_KILLS'] ?? 1);
const seed = Number(process.env['CONTROLLER_SEED'] ?? 21);
const absence = withoutRabbitMq === undefined ? '' : ` (skipped: ${withoutRabbitMq})`;

test.skipIf(withoutRabbitMq !== undefined)(
  `after kill -9 of a controller whose agents go on, what is in the broker does no harm (${kills} times)${absence}`,
  { timeout: 120_000 + kills * 20_000 },
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-kill-'));
    const cache = path.join(import.meta.dirname, '../../../node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    // From here `sqlite3` is found.
    const program = (name: string): string => path.join(cache, `astrolabe-${process.pid}-${name}.mjs`);
    const [broker] = await Promise.all([
      RabbitMqBroker.start(),
      bundleProgram(new URL('./host-until-killed.ts', import.meta.url), program('host')),
      bundleProgram(new URL('./use-until-killed.ts', import.meta.url), program('use')),
    ]);
    const run = async (...args: readonly string[]): Promise<ChildProcess> => {
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      return child;
    };
    const hostFolder = (number: number): string => path.join(folder, `host${number}`);
    const startHost = (number: number, placementUrl: string): Promise<ChildProcess> =>
      run(program('host'), `host${number}`, hostFolder(number), broker.url, placementUrl);
    const hosts: ChildProcess[] = [];
    try {
      const begin = async (): Promise<SmallCloud> =>
        SmallCloud.start({ folder, hosts: 0, bus: await RabbitMqBus.connect({ url: broker.url }) });
      const first = await begin();
      for (const number of [1, 2]) hosts.push(await startHost(number, first.placement.url));
      await first.until(() => [...first.tables.computeNodes.all()].length === 2);
      await first.close();
      const random = new RandomStream(seed, 'kill');
      for (let round = 0; round < kills; round += 1) {
        const controller = await run(program('use'), folder, `${seed + round}`, broker.url);
        await sleep(300 + random.integer(1500, round));
        controller.kill('SIGKILL');
        await once(controller, 'exit');
        const cloud = await begin();
        await cloud.until(() => cloud.present().every(({ taskState }) => taskState === null));
        // What the broker delivers again is delivered by now.
        await sleep(500);
        const books = [1, 2].map((number) => fakeHost(`host${number}`, { folder: hostFolder(number) }));
        await cloud.until(() => cloud.present().every(({ taskState }) => taskState === null));
        await cloud.conductor.idle();
        for (const book of books) await book.start();
        await expectTruth(cloud, books, `round ${round}, seed ${seed}`);
        await cloud.close();
      }
    } finally {
      for (const host of hosts) host.kill('SIGKILL');
      await broker.end();
      for (const name of ['host', 'use']) rmSync(program(name), { force: true });
      rmSync(folder, { recursive: true });
    }
  },
);
