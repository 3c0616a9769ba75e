import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { RabbitMqBroker, withoutRabbitMq } from '../../real/bus/rabbitmq-broker.ts';
import type { ApiClient } from './api-client.ts';
import { expectNothingLeft, deleteAll, untilSettled, withoutLimits } from './settled-cloud.ts';
import { StartedCommand } from './started-command.ts';
import { expectSurvival, Storm, stormSeed, stormWords } from './storm.ts';
import { cloudAbsence, TestCloud } from './test-cloud.ts';

const absence = cloudAbsence() || (withoutRabbitMq === undefined ? '' : ` (skipped: ${withoutRabbitMq})`);

describe(
  `a cloud over RabbitMQ whose parts are killed, seed ${stormSeed}${absence}`,
  { skip: absence !== '', timeout: 3_600_000 },
  () => {
    let cloud: TestCloud;
    let broker: RabbitMqBroker;
    let agent: StartedCommand;
    let api: ApiClient;
    let storm: Storm;

    const startAgent = (): Promise<StartedCommand> => {
      const config = ['--config', path.join(cloud.state, 'agent.json'), '--state', cloud.hostState];
      return StartedCommand.start('cloud', 'agent', ...config, ...cloud.hostWords, ...stormWords);
    };

    beforeAll(async () => {
      [broker, cloud] = await Promise.all([RabbitMqBroker.start(), TestCloud.make({ withAgent: true })]);
      storm = new Storm(cloud, stormSeed);
      await cloud.up('--bus', broker.url, '--driver', 'none');
      agent = await startAgent();
      api = await cloud.logIn();
      await withoutLimits(api);
    }, 240_000);
    afterAll(async () => {
      await agent?.end('SIGKILL');
      await cloud?.remove();
      await broker?.end();
    }, 60_000);

    it('comes to true states when the agent is killed', async () => {
      api = await expectSurvival(storm, api, async () => {
        await agent.end('SIGKILL');
        agent = await startAgent();
        return api;
      });
    });

    it('comes to true states when the broker is killed', async () => {
      api = await expectSurvival(storm, api, async () => {
        await broker.kill();
        await broker.start();
        return api;
      });
    });

    it('comes to true states when the controller is killed', async () => {
      api = await expectSurvival(storm, api, async () => {
        await cloud.process.kill();
        await cloud.up('--bus', broker.url, '--driver', 'none');
        // The services have other ports now.
        await agent.end('SIGTERM');
        agent = await startAgent();
        return cloud.logIn();
      });
    });

    it('leaves nothing when all is deleted', async () => {
      await untilSettled(api);
      await deleteAll(api);
      await expectNothingLeft(cloud, api);
    });
  },
);
