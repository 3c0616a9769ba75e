import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { expectNothingLeft, deleteAll, untilSettled, withoutLimits } from './settled-cloud.ts';
import { expectSurvival, Storm, stormSeed, stormWords } from './storm.ts';
import { cloudAbsence, TestCloud } from './test-cloud.ts';

const absence = cloudAbsence();

describe(
  `a cloud whose parts are killed, seed ${stormSeed}${absence}`,
  { skip: absence !== '', timeout: 3_600_000 },
  () => {
    let cloud: TestCloud;
    let api: ApiClient;
    let storm: Storm;

    beforeAll(async () => {
      cloud = await TestCloud.make();
      storm = new Storm(cloud, stormSeed);
      await cloud.up(...stormWords);
      api = await cloud.logIn();
      await withoutLimits(api);
    }, 120_000);
    afterAll(() => cloud?.remove(), 60_000);

    it('comes to true states when the controller is killed', async () => {
      api = await expectSurvival(storm, api, async () => {
        await cloud.process.kill();
        await cloud.up(...stormWords);
        return cloud.logIn();
      });
    });

    it('comes to true states when libvirtd is killed', async () => {
      const file = path.join(cloud.hostState, 'host/libvirt/run/own.pid');
      api = await expectSurvival(storm, api, async () => {
        const before = readFileSync(file, 'utf8');
        process.kill(Number(before), 'SIGKILL');
        await expect.poll(() => readFileSync(file, 'utf8')).not.toBe(before);
        return api;
      });
    });

    it('leaves nothing when all is deleted', async () => {
      await untilSettled(api);
      await deleteAll(api);
      await expectNothingLeft(cloud, api);
    });
  },
);
