import { Agent } from 'node:http';
import { RandomStream } from '../../../core/index.ts';
import { describe, expect, it } from 'vitest';
import {
  allocationsBody,
  call,
  databaseFile,
  kill,
  makeProvider,
  numberedUuid,
  spawnService,
} from './running-placement.ts';

/** How often the service is killed; the long variant asks for 100. */
const kills = Number(process.env['PLACEMENT_KILLS'] ?? 8);
const PROVIDERS = 6;
const CLIENTS = 8;
/** Together more than the service collects before its tables follow, so that it is killed in that, too. */
const CONSUMERS_PER_CLIENT = 80;

/** A consumer that takes one of each of two providers, or nothing. */
interface Belief {
  generation: number;
  providers: readonly string[];
  /** What a request that got no answer wanted, and the service may have done. */
  maybe: readonly string[] | undefined;
}

describe('kill -9 under a load of concurrent allocations', () => {
  it(
    `loses nothing that was acknowledged and keeps no half of what was not (${kills} times)`,
    { timeout: 30_000 + kills * 30_000 },
    async () => {
      const database = databaseFile();
      const random = new RandomStream(Number(process.env['PLACEMENT_SEED'] ?? 4), 'kill');
      const beliefs = new Map<string, Belief>();
      let acknowledged = 0;
      for (let round = 0; round <= kills; round++) {
        const service = await spawnService(database);
        if (round === 0) {
          for (let i = 0; i < PROVIDERS; i++)
            await makeProvider(service.url, numberedUuid(i), { VCPU: { total: 100000 } });
        } else {
          await checkBeliefs(service.url, beliefs);
        }
        if (round === kills) {
          await kill(service.process, 'SIGTERM');
          break;
        }
        const agent = new Agent({ keepAlive: true });
        const load = Promise.all(
          Array.from({ length: CLIENTS }, async (_, client) => {
            for (let n = 0; ; n++) {
              const item = (round * CLIENTS + client) * 10000 + n;
              const uuid = numberedUuid(client * CONSUMERS_PER_CLIENT + random.integer(CONSUMERS_PER_CLIENT, item), 7);
              if (!(await writeOnce(service.url, agent, beliefs, uuid, random, item))) return;
              acknowledged++;
            }
          }),
        );
        await new Promise((resolve) => setTimeout(resolve, 20 + random.integer(250, round, 99)));
        await kill(service.process);
        await load;
        agent.destroy();
      }
      expect(acknowledged).toBeGreaterThan(kills);
    },
  );
});

/** Replaces a consumer's allocations; false when the service is gone. */
async function writeOnce(
  url: string,
  agent: Agent,
  beliefs: Map<string, Belief>,
  uuid: string,
  random: RandomStream,
  item: number,
): Promise<boolean> {
  const belief = beliefs.get(uuid) ?? { generation: 0, providers: [], maybe: undefined };
  const first = random.integer(PROVIDERS, item, 1);
  const second = (first + 1 + random.integer(PROVIDERS - 1, item, 2)) % PROVIDERS;
  const wanted = random.uniform(item, 3) < 0.2 ? [] : [numberedUuid(first), numberedUuid(second)];
  const resources = Object.fromEntries(wanted.map((provider) => [provider, { VCPU: 1 }]));
  beliefs.set(uuid, { ...belief, maybe: wanted });
  const body = allocationsBody(resources, belief.generation === 0 ? null : belief.generation);
  const answer = await call(url, 'PUT', `/allocations/${uuid}`, body, { agent }).catch(() => undefined);
  if (answer === undefined) return false;
  if (answer.status !== 204) throw new Error(`${answer.status} ${answer.text}`);
  beliefs.set(uuid, {
    generation: wanted.length === 0 ? 0 : belief.generation + 1,
    providers: wanted,
    maybe: undefined,
  });
  return true;
}

async function checkBeliefs(url: string, beliefs: Map<string, Belief>): Promise<void> {
  const sums = new Map<string, number>();
  for (const [uuid, belief] of beliefs) {
    const { json } = await call(url, 'GET', `/allocations/${uuid}`);
    const found = Object.keys(json.allocations).sort();
    const { generation } = belief;
    const isOld = sameSet(found, belief.providers) && (json.consumer_generation ?? 0) === generation;
    const isNew =
      belief.maybe !== undefined &&
      sameSet(found, belief.maybe) &&
      (json.consumer_generation ?? 0) === (belief.maybe.length === 0 ? 0 : generation + 1);
    if (!isOld && !isNew)
      throw new Error(`consumer ${uuid}: found ${JSON.stringify(json)}, believed ${JSON.stringify(belief)}`);
    beliefs.set(uuid, { generation: json.consumer_generation ?? 0, providers: found, maybe: undefined });
    for (const provider of found) sums.set(provider, (sums.get(provider) ?? 0) + 1);
  }
  for (let i = 0; i < PROVIDERS; i++) {
    const { json } = await call(url, 'GET', `/resource_providers/${numberedUuid(i)}/usages`);
    expect(json.usages.VCPU).toBe(sums.get(numberedUuid(i)) ?? 0);
  }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}
