import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram } from '../../bundle-program.ts';
import { RandomStream } from '../../../core/index.ts';
import { LinuxBridgeDriver } from '../../../real/network/index.ts';
import { found, wantedOf } from './found-on-host.ts';
import { everythingIn, everythingOut, Lab, network, networkAbsence, port } from './lab.ts';

const absence = networkAbsence();
/** How often the driver is killed; the long variant asks for 100. */
const kills = Number(process.env['NETWORK_KILLS'] ?? 8);
const seed = Number(process.env['NETWORK_SEED'] ?? 6);

describe.skipIf(absence !== '')(`kill -9 of the driver${absence}`, () => {
  let lab: Lab;
  let worker: string;

  beforeAll(async () => {
    lab = await Lab.make();
    worker = path.join(lab.folder, 'worker.mjs');
    await bundleProgram(new URL('./network-worker.ts', import.meta.url), worker);
  });
  afterAll(() => lab?.remove());

  it(
    `leaves what a new start mends, and a guest that goes on all the while (${kills} times)`,
    { timeout: 60_000 + kills * 5000 },
    async () => {
      const [subnet] = network().subnets;
      const second = network({ subnets: [{ ...subnet!, cidr: '10.2.0.0/24', gatewayIp: '10.2.0.1' }] }, 2);
      const rules = [...everythingIn, ...everythingOut];
      const kept = port(5, { rules });
      const others = [port(6), port(7, { network: second }), port(8, { network: second })];
      const options = { runFolder: lab.runFolder, networkNamespace: lab.host.path, repairSeconds: 0 };
      const first = new LinuxBridgeDriver(options);
      await first.start([]);
      const [guest] = await lab.plugged(first, [kept]);
      await guest!.namespace.start('echo', '7');
      // One connection from the beginning to the end.
      const held = await lab.host.start('hold', '10.1.0.5', '7');
      const random = new RandomStream(seed, 'kill');
      let driver = first;
      for (let round = 0; round < kills; round += 1) {
        // nsenter becomes the program, so what is killed is that.
        const args = [process.execPath, worker, lab.runFolder, JSON.stringify([kept, ...others])];
        const child = spawn('nsenter', [`--net=${lab.host.path}`, '--', ...args], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        if (round % 4 > 0) await once(child.stdout, 'data');
        await sleep(random.integer(400, round));
        child.kill('SIGKILL');
        await once(child, 'exit');
        expect(await held.ask(`round ${round}`)).toBe(`round ${round}`);
        driver = new LinuxBridgeDriver(options);
        await driver.start([kept]);
        expect(await found(lab), `round ${round}`).toEqual(wantedOf([kept]));
        expect(await driver.repair(), `round ${round}`).toEqual([]);
      }
      expect(await held.ask('the end')).toBe('the end');
      expect(await guest!.dhcp()).toMatchObject({ ip: '10.1.0.5' });
      await driver.stop({ takeDown: true });
    },
  );
});
