import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import { expectAccounts, serversOf, testServer, untilSettled } from './settled-cloud.ts';
import type { TestCloud } from './test-cloud.ts';

/** Kills of each kind; 20 for a long run. */
const kills = Number(process.env['CLOUD_KILLS'] ?? 2);
export const stormSeed = Number(process.env['FC_SEED'] ?? Date.now() % 1_000_000);

/** Room for all servers on a small machine; guests that do not shut down are not waited for. */
export const stormWords = ['--shutdown-timeout', '10', '--cpu-allocation-ratio', '32'];

/** Creations and deletions of servers, of which nobody waits for the end, while something is killed. */
export class Storm {
  readonly #cloud: TestCloud;
  readonly #random: () => number;
  #number = 0;

  constructor(cloud: TestCloud, seed: number) {
    this.#cloud = cloud;
    this.#random = randomFrom(seed);
  }

  get cloud(): TestCloud {
    return this.#cloud;
  }

  /** Asks for some servers and for the end of some others, and waits for a random moment of the work on them. */
  async rage(api: ApiClient): Promise<void> {
    await this.#ask(api);
    await sleep(this.#random() * 2500);
  }

  async #ask(api: ApiClient): Promise<void> {
    const server = await testServer(api);
    const present = await serversOf(api);
    const gone = present.filter(() => this.#random() < 0.5);
    const requests = [
      ...Array.from({ length: 3 }, () => ({ method: 'POST', path: '/servers' })),
      ...gone.map(({ id }) => ({ method: 'DELETE', path: `/servers/${id}` })),
    ];
    for (const { method, path } of requests) {
      const name = `server-${(this.#number += 1)}`;
      const body = method === 'POST' ? { server: { ...server, name } } : undefined;
      // The one who answers may be killed meanwhile.
      void api.call('compute', method, path, body).catch(() => {});
      await sleep(this.#random() * 50);
    }
  }
}

/** `kill` answers with the client to go on with. Afterwards every server has to come to a true state. */
export async function expectSurvival(storm: Storm, api: ApiClient, kill: () => Promise<ApiClient>): Promise<ApiClient> {
  let client = api;
  for (let turn = 0; turn < kills; turn += 1) {
    await storm.rage(client);
    client = await kill();
    await untilSettled(client);
    await expectAccounts(storm.cloud, client);
  }
  return client;
}

/** mulberry32: the same moments for the same seed. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
