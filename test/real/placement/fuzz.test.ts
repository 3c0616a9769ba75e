import { Agent } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import type { PlacementService } from '../../../real/index.ts';
import { allocationsBody, call, expectStatus, makeProvider, numberedUuid, startService } from './running-placement.ts';

/** Requests in all; the long variant asks for 20000. */
const requests = Number(process.env['PLACEMENT_FUZZ'] ?? 3000);
const seed = Number(process.env['PLACEMENT_SEED'] ?? 7);

const HOST = numberedUuid(1);
const CHILD = numberedUuid(2);
const CONSUMER = numberedUuid(1, 7);
let service: PlacementService;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

beforeAll(async () => {
  service = await startService({ maxBodyBytes: 4 * 1024 * 1024 });
  await makeProvider(service.url, HOST, {
    VCPU: { total: 4 },
    MEMORY_MB: { total: 4096, min_unit: 64, step_size: 64 },
  });
  await makeProvider(service.url, CHILD, { VGPU: { total: 4 } }, HOST);
  await call(service.url, 'PUT', '/traits/CUSTOM_FUZZ');
  await expectStatus(
    call(service.url, 'PUT', `/allocations/${CONSUMER}`, allocationsBody({ [HOST]: { VCPU: 1 } })),
    204,
  );
});
afterAll(async () => {
  agent.destroy();
  await service.close();
});

/** Draws for one request; each is a function of the seed, the request and how many came before. */
class Draw {
  private readonly random: RandomStream;
  private readonly item: number;
  private count = 0;

  constructor(random: RandomStream, item: number) {
    this.random = random;
    this.item = item;
  }

  integer(n: number): number {
    return this.random.integer(n, this.item, this.count++);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.integer(from.length)]!;
  }

  chance(probability: number): boolean {
    return this.random.uniform(this.item, this.count++) < probability;
  }
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND'];
const ODD_NAMES = [
  '',
  '.',
  '..',
  '%00',
  '%',
  '%zz',
  '%C3%28',
  'VCPU',
  'CUSTOM_FUZZ',
  'custom',
  'a'.repeat(3000),
  "'; DROP TABLE allocation; --",
  'ü',
  '💥',
  '__proto__',
  'constructor',
  'null',
  '-1',
  HOST,
  CHILD,
  CONSUMER,
  numberedUuid(99),
  HOST.toUpperCase(),
  HOST.replaceAll('-', ''),
];
const PATHS = [
  '/',
  '/resource_providers',
  '/resource_providers/{}',
  '/resource_providers/{}/inventories',
  '/resource_providers/{}/inventories/{}',
  '/resource_providers/{}/usages',
  '/resource_providers/{}/aggregates',
  '/resource_providers/{}/allocations',
  '/resource_providers/{}/traits',
  '/resource_classes',
  '/resource_classes/{}',
  '/traits',
  '/traits/{}',
  '/allocations',
  '/allocations/{}',
  '/allocation_candidates',
  '/usages',
  '/reshaper',
  '/{}',
  '//',
  '/resource_providers/{}/{}/{}',
];
const NUMBERS = [0, 1, -1, 2, 64, 1.5, 2147483647, 2147483648, 2 ** 53, 1e308, -0, 1e-300, NaN];
const PARAMETERS = [
  'resources',
  'resources1',
  'resources_A',
  'required',
  'required_A',
  'member_of',
  'member_of1',
  'in_tree',
  'in_tree_A',
  'limit',
  'group_policy',
  'same_subtree',
  'root_required',
  'name',
  'uuid',
  'project_id',
  'user_id',
  'consumer_type',
  'associated',
  'bogus',
];
const VALUES = [
  'VCPU:1',
  'VCPU:1,MEMORY_MB:64',
  'VGPU:1',
  'VCPU:99999999999999999999999',
  'VCPU:-1',
  'VCPU:x',
  ':',
  ',',
  'VCPU',
  '',
  '1',
  '0',
  'none',
  'isolate',
  '_A',
  '_A,_B',
  '1,2',
  'HW_CPU_X86_VMX',
  '!HW_CPU_X86_VMX',
  '!!',
  'in:CUSTOM_FUZZ,HW_CPU_X86_VMX',
  'in:',
  'in:!A',
  '!in:',
  HOST,
  `in:${HOST},${CHILD}`,
  `!${HOST}`,
  `!in:${HOST}`,
  'startswith:CUSTOM',
  'true',
  'maybe',
  'all',
  'unknown',
  'INSTANCE',
  '%',
  '%ff%fe',
  '💥',
  'a'.repeat(5000),
  '\n',
];

function oddValue(draw: Draw, depth = 0): unknown {
  switch (draw.integer(depth > 3 ? 6 : 8)) {
    case 0:
      return draw.pick(NUMBERS);
    case 1:
      return draw.pick(ODD_NAMES);
    case 2:
      return null;
    case 3:
      return draw.chance(0.5);
    case 4:
      return '\ud800 half a pair';
    case 5:
      return 'nul \0 inside';
    case 6:
      return Array.from({ length: draw.integer(4) }, () => oddValue(draw, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: draw.integer(4) }, () => [draw.pick(ODD_NAMES), oddValue(draw, depth + 1)]),
      );
  }
}

/** A body that a client could have meant, with some of its parts replaced. */
function body(draw: Draw): string {
  const amount = () => (draw.chance(0.7) ? 1 + draw.integer(5) : draw.pick(NUMBERS));
  const inventory = () => ({
    total: amount(),
    reserved: draw.integer(2),
    max_unit: amount(),
    allocation_ratio: draw.pick([1, 1.5, 0, -1, 1e38, 1e39]),
  });
  const allocations = () =>
    allocationsBody(
      {
        [draw.pick([HOST, CHILD, numberedUuid(99)])]: {
          [draw.pick(['VCPU', 'VGPU', 'CUSTOM_NO', 'x'])]: amount(),
        },
      },
      draw.pick([null, 0, 1, 2]),
    );
  const whole = draw.pick<() => unknown>([
    () => ({
      name: draw.pick(ODD_NAMES),
      uuid: draw.pick(ODD_NAMES),
      parent_provider_uuid: draw.pick([HOST, CHILD, null, 'x']),
    }),
    () => ({
      resource_provider_generation: draw.integer(6),
      inventories: { VCPU: inventory(), [draw.pick(['MEMORY_MB', 'VGPU', 'CUSTOM_NO'])]: inventory() },
    }),
    () => ({
      ...inventory(),
      resource_class: draw.pick(['VCPU', 'DISK_GB', 'CUSTOM_NO', 'x']),
      resource_provider_generation: draw.integer(6),
    }),
    () => ({
      traits: [draw.pick(['CUSTOM_FUZZ', 'HW_CPU_X86_VMX', 'NO'])],
      resource_provider_generation: draw.integer(6),
    }),
    () => ({ aggregates: [draw.pick(ODD_NAMES)], resource_provider_generation: draw.integer(6) }),
    () => [draw.pick(ODD_NAMES)],
    allocations,
    () => ({ [draw.pick([CONSUMER, numberedUuid(3, 7), 'x'])]: allocations() }),
    () => ({
      inventories: {
        [draw.pick([HOST, CHILD])]: {
          resource_provider_generation: draw.integer(6),
          inventories: { VCPU: inventory() },
        },
      },
      allocations: { [CONSUMER]: allocations() },
    }),
    () => ({ name: draw.pick(['CUSTOM_X', 'CUSTOM_FUZZ', 'VCPU', 'custom']) }),
    () => oddValue(draw),
  ])();
  const text = JSON.stringify(whole);
  switch (draw.integer(12)) {
    case 0:
      return text.slice(0, draw.integer(text.length + 1));
    case 1:
      return `${text}}`;
    case 2:
      return text.replace(/:\s*[^,{}]+/, `:${JSON.stringify(oddValue(draw)) ?? 'NaN'}`);
    case 3:
      return '[['.repeat(50_000);
    case 4:
      return draw.chance(0.05) ? `"${'x'.repeat(5 * 1024 * 1024)}"` : '';
    default:
      return text;
  }
}

function path(draw: Draw): string {
  const filled = draw.pick(PATHS).replaceAll('{}', () => {
    const name = draw.chance(0.7)
      ? draw.pick([HOST, CHILD, CONSUMER, 'VCPU', 'CUSTOM_FUZZ', 'HW_CPU_X86_VMX'])
      : draw.pick(ODD_NAMES);
    return name.startsWith('%') ? name : encodeURIComponent(name);
  });
  if (draw.chance(0.5)) return filled;
  const parameters = Array.from({ length: 1 + draw.integer(4) }, () => {
    const value = draw.pick(VALUES);
    return `${draw.pick(PARAMETERS)}=${value.startsWith('%') ? value : encodeURIComponent(value)}`;
  });
  return `${filled}?${parameters.join('&')}`;
}

describe('whatever a client sends', () => {
  it(`never makes the service fail (${requests} requests)`, { timeout: 60_000 + requests * 50 }, async () => {
    const random = new RandomStream(seed, 'fuzz');
    const statuses = new Map<number, number>();
    const one = async (item: number): Promise<void> => {
      const draw = new Draw(random, item);
      const method = draw.chance(0.8) ? draw.pick(METHODS.slice(0, 4)) : draw.pick(METHODS);
      const hasBody = method !== 'GET' && method !== 'HEAD' && draw.chance(0.9);
      const version = draw.chance(0.5)
        ? '1.39'
        : draw.pick([`1.${draw.integer(41)}`, 'latest', '2.0', 'x', '', '-1.5', '1']);
      const target = path(draw);
      const raw = hasBody ? body(draw) : undefined;
      const headers: Record<string, string> = draw.chance(0.1)
        ? {
            [draw.pick(['accept', 'content-type', 'x-auth-token', 'x-roles', 'openstack-system-scope', 'origin'])]:
              draw.pick(['text/html', ';;;', '*/*;q=x', 'application/json; charset=x', ':', 'admin', ',,']),
          }
        : {};
      const sent = call(service.url, method, target, undefined, {
        version,
        headers,
        agent,
        ...(raw !== undefined && { raw }),
      });
      // A body that is too large is refused while it is still being sent.
      const answer = await sent.catch((error: NodeJS.ErrnoException) => {
        if (
          raw !== undefined &&
          raw.length > 4 * 1024 * 1024 &&
          (error.code === 'EPIPE' || error.code === 'ECONNRESET')
        )
          return { status: 413, text: '' };
        throw error;
      });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status >= 500)
        throw new Error(
          `seed ${seed}, request ${item}: ${method} ${target} (${version}) ${raw?.slice(0, 500)}: ${answer.status} ${answer.text.slice(0, 500)}`,
        );
    };
    for (let item = 0; item < requests; item += 8) {
      await Promise.all(Array.from({ length: Math.min(8, requests - item) }, (_, k) => one(item + k)));
    }
    // It was not only refusals: the requests reach every kind of answer.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 204, 400, 404, 405, 406, 409, 415]));
    await expectConsistent(service.url);
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['an unknown method', 'BREW /pot HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['a length that is no number', 'POST /traits HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`, 431],
  ])('is refused when it is %s', async (_, text, status) => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.write(text));
      let found = '';
      socket.on('data', (chunk) => (found += chunk.toString()));
      socket.on('close', () => resolve(found));
      socket.on('error', reject);
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('changes nothing when it is refused', async () => {
    const before = (await call(service.url, 'GET', '/resource_providers')).text;
    for (const raw of [
      '{',
      '[]',
      '{"name": 5}',
      `{"name": "${'x'.repeat(201)}"}`,
      '{"name": "a", "uuid": "b"}',
      '{"name": "\\ud800"}',
    ]) {
      expect((await call(service.url, 'POST', '/resource_providers', undefined, { raw })).status).toBe(400);
    }
    expect((await call(service.url, 'GET', '/resource_providers')).text).toBe(before);
  });
});

/** What is used on each provider is the sum of what its consumers hold, and not more than it has. */
async function expectConsistent(url: string): Promise<void> {
  const { json: list } = await call(url, 'GET', '/resource_providers');
  for (const { uuid } of list.resource_providers as { uuid: string }[]) {
    const sums: Record<string, number> = {};
    const { json: held } = await call(url, 'GET', `/resource_providers/${uuid}/allocations`);
    for (const { resources } of Object.values(
      held.allocations as Record<string, { resources: Record<string, number> }>,
    )) {
      for (const [name, amount] of Object.entries(resources)) sums[name] = (sums[name] ?? 0) + amount;
    }
    const { json: usages } = await call(url, 'GET', `/resource_providers/${uuid}/usages`);
    for (const [name, used] of Object.entries(usages.usages)) expect(used).toBe(sums[name] ?? 0);
  }
}
