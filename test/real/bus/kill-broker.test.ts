import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { RabbitMqBus } from '../../../real/bus/index.ts';
import { CloudUser } from '../conductor/cloud-user.ts';
import { expectTruth } from '../conductor/expect-truth.ts';
import { SmallCloud } from '../conductor/small-cloud.ts';
import { RabbitMqBroker, withoutRabbitMq } from './rabbitmq-broker.ts';

/** How often the broker is killed; the long variant asks for 20. */
const kills = Number(process.env['BROKER_KILLS'] ?? 1);
const seed = Number(process.env['BROKER_SEED'] ?? 5);

const skip = withoutRabbitMq === undefined ? '' : ` (skipped: ${withoutRabbitMq})`;

test.skipIf(withoutRabbitMq !== undefined)(
  `every server ends in a true state after kill -9 of the broker while they come and go, ${kills} times${skip}`,
  { timeout: 120_000 + kills * 60_000 },
  async () => {
    const broker = await RabbitMqBroker.start();
    const bus = await RabbitMqBus.connect({ url: broker.url, confirmTimeoutMs: 150_000 });
    const cloud = await SmallCloud.start({ hosts: 2, bus });
    try {
      const random = new RandomStream(seed, 'users');
      let drawn = 0;
      const load = { isOver: false };
      const draw = (below: number): number => random.integer(below, drawn++);
      const use = async (): Promise<void> => {
        while (!load.isOver) {
          try {
            await new CloudUser(cloud, draw).use(() => load.isOver);
          } catch (error) {
            // On a busy machine a broker takes longer to start than users wait for a server.
            if (!(error as Error).message.includes('thirty seconds')) throw error;
          }
        }
      };
      const users = Promise.all([use(), use(), use()]);
      // It is waited for after the kills.
      users.catch(() => undefined);
      for (let round = 0; round < kills; round += 1) {
        await sleep(200 + random.integer(1000, -1 - round));
        await broker.kill();
        await broker.start();
      }
      await sleep(500);
      load.isOver = true;
      await users;
      await expectTruth(cloud, cloud.hypervisors, `seed ${seed}`);
      expect(cloud.present().length).toBeGreaterThan(0);
    } finally {
      await cloud.close();
      await broker.end();
    }
  },
);
