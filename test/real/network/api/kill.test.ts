import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../../core/index.ts';
import { bundleProgram } from '../../../bundle-program.ts';
import { NetworkCloud } from './network-cloud.ts';

/** How often the service is killed; more by the environment. */
const kills = Number(process.env['NETWORK_API_KILLS'] ?? 5);
const seed = Number(process.env['NETWORK_SEED'] ?? 7);

let cloud: NetworkCloud;
beforeAll(async () => {
  cloud = await NetworkCloud.start({ quotas: { port: -1 } });
});
afterAll(() => cloud.close());

interface Shown {
  readonly device_id: string;
  readonly network_id: string;
  readonly fixed_ips: readonly { readonly ip_address: string }[];
}

describe('kill -9 of the network service', () => {
  it(
    `loses no address that was told, gives none twice, and leaves no half (${kills} times)`,
    { timeout: 120_000 },
    async () => {
      const program = path.join(import.meta.dirname, `.${process.pid}-allocate-until-killed.mjs`);
      await bundleProgram(new URL('./allocate-until-killed.ts', import.meta.url), program);
      const { id } = await cloud.network({ cidr: '10.64.0.0/12' }, 'admin', { shared: true });
      const random = new RandomStream(seed, 'kill');
      const safe = new Map<string, string>();
      const gone = new Set<string>();
      const doubtful = new Set<string>();
      const killed = async (round: number): Promise<string> => {
        const file = path.join(cloud.folder, 'network.sqlite');
        const child = spawn(process.execPath, [program, file, id, String(round)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let text = '';
        child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
        while (!text.includes('\n')) await sleep(5);
        await sleep(random.integer(120, round));
        child.kill('SIGKILL');
        await once(child, 'close');
        return text;
      };
      for (let round = 1; round <= kills; round += 1) {
        let text = '';
        await cloud.restart(async () => {
          text = await killed(round);
        });
        for (const line of text.split('\n').slice(0, -1)) {
          const [sign = '', server = '', ...addresses] = line.split(' ');
          if (sign === '+') safe.set(server, addresses.join(' '));
          if (sign === '?') doubtful.add(server);
          if (sign === '-') gone.add(server);
        }
        const { body } = await cloud.ask('admin', 'GET', `ports?network_id=${id}`);
        const found = new Map<string, string[]>();
        for (const port of body.ports as Shown[]) {
          found.set(port.device_id, [...(found.get(port.device_id) ?? []), port.fixed_ips[0]!.ip_address]);
        }
        const all = [...found.values()].flat();
        expect(new Set(all).size).toBe(all.length);
        for (const addresses of found.values()) expect(addresses.length).toBe(2);
        for (const server of gone) expect(found.has(server)).toBe(false);
        for (const [server, addresses] of safe) {
          if (doubtful.has(server)) continue;
          expect(found.get(server)?.toSorted()).toEqual(addresses.split(' ').toSorted());
        }
      }
      rmSync(program);
      expect(safe.size).toBeGreaterThan(kills);
    },
  );
});
