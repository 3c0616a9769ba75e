import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComputeApi } from '../../../real/compute-api/index.ts';
import { instanceRow } from '../conductor/small-cloud.ts';
import { ComputeCloud } from './compute-cloud.ts';

type Route = ComputeApi['routes'][number];

/** `FUZZ_RUNS=200` asks for more of each route; `FUZZ_SEED` for the same again. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 6);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

const words = [
  ...['flavor', 'server', 'aggregate', 'keypair', 'server_group', 'quota_set', 'quota_class_set', 'extra_specs'],
  ...['name', 'id', 'ram', 'vcpus', 'disk', 'policy', 'policies', 'rules', 'host', 'metadata', 'meta', 'tags', 'cache'],
  ...[
    'imageRef',
    'flavorRef',
    'networks',
    'block_device_mapping_v2',
    'user_data',
    'key_name',
    'min_count',
    'max_count',
  ],
  ...['security_groups', 'OS-DCF:diskConfig', 'os:scheduler_hints', 'personality', 'availability_zone', 'hostname'],
  ...['interfaceAttachment', 'port_id', 'net_id', 'fixed_ips', 'volumeAttachment', 'volumeId', 'remote_console'],
  ...['protocol', 'type', 'public_key', 'user_id', 'binary', 'disabled_reason', 'forced_down', 'status', 'tenant'],
  ...['adminPass', 'rotation', 'backup_type', '__proto__', 'constructor', 'toString'],
];

const hostile = [
  ...['', ' ', '\0', '\n', '../../etc/passwd', '<domain/>', '"; drop table instance; --', '$(reboot)', '%s%n', '💥'],
  ...['null', '-1', '0', '1', '99999999999999999999', '1e400', 'true', 'x'.repeat(300), '\u202e', 'ａ', "a'b"],
  ...['155d900f-4e14-4e4c-a73d-069cbf4541e6', '1', 'default', 'affinity', 'compute1', 'nova:compute1', '10.0.0.1'],
];

const text = fc.oneof(fc.constantFrom(...hostile), fc.string(), fc.string({ unit: 'binary' }));
const leaf = fc.oneof(
  text,
  fc.integer(),
  fc.constantFrom(0, 1, -1, 2 ** 31, 2 ** 53, 1e308, 0.5),
  fc.boolean(),
  fc.constant(null),
);
const name = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: text });
const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('node')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).node;

/** Mostly of the form that the route takes: one thing by its name with many members. */
function bodyFor({ action }: Route): fc.Arbitrary<unknown> {
  if (action !== undefined) return value.map((each) => ({ [action]: each }));
  return fc.oneof(
    value,
    fc.tuple(name, fc.dictionary(name, value)).map(([thing, members]) => ({ [thing]: members })),
  );
}

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ...[
          'limit',
          'marker',
          'offset',
          'sort_key',
          'sort_dir',
          'name',
          'status',
          'all_tenants',
          'changes-since',
          'ip',
        ],
        ...['is_public', 'minRam', 'user_id', 'with_servers', 'hypervisor_hostname_pattern', 'start', 'end', 'deleted'],
        ...['tenant_id', 'tags', 'locked', 'detailed', 'host', 'uuid', 'nothing'],
      ),
      text,
    ),
    { maxLength: 3 },
  )
  .map((pairs) => new URLSearchParams(pairs).toString());

let cloud: ComputeCloud;
const serverId = randomUUID();

beforeAll(async () => {
  cloud = await ComputeCloud.start({ now: () => Date.now() / 1000 });
});
afterAll(() => cloud.close());

async function furnish(): Promise<void> {
  await cloud.furnish();
  const { projectId, userId } = cloud.people.member;
  await cloud.tables.database.write(() => {
    const row = { uuid: serverId, projectId, userId, vmState: 'active', taskState: null } as const;
    cloud.tables.instances.put(instanceRow(row));
  });
}

/** As Nova says no: one member, named for the kind, with the status and why. */
function expectRefusal(status: number, body: Record<string, { code: number; message: string }>, what: string): void {
  const [[kind, fault]] = Object.entries(body) as [[string, { code: number; message: string }]];
  expect(kind, what).toMatch(/^[a-z][A-Za-z]+$/);
  expect(fault, what).toEqual({ code: status, message: expect.any(String) as string });
}

describe(`hostile requests, seed ${seed}`, () => {
  it('are answered or refused in the form of Nova, whatever the route', { timeout: 300_000 }, async () => {
    await furnish();
    const tables = cloud.tables;
    for (const route of cloud.api.routes) {
      const label = `${route.method} ${route.path} ${route.action ?? ''}`;
      const minors = fc.integer({ min: route.since ?? 1, max: Math.min(route.until ?? 96, 96) });
      const segment = fc.oneof(text, fc.constantFrom('1', serverId, cloud.people.member.projectId));
      await fc.assert(
        fc.asyncProperty(bodyFor(route), query, minors, segment, async (body, search, minor, other) => {
          if (!tables.instances.get(serverId)) await furnish();
          const encoded = encodeURIComponent(Buffer.from(other).toString()) || '_';
          const path = route.path.replace(':server_id', serverId).replaceAll(/:\w+/g, () => encoded);
          const hasBody = ['POST', 'PUT'].includes(route.method);
          const answer = await cloud.ask(route.method, `${path}?${search}`, {
            token: cloud.tokens.admin,
            version: `2.${minor}`,
            ...(hasBody && { body: JSON.stringify(body) }),
          });
          const what = `${label} 2.${minor} ${path}?${search} ${JSON.stringify(body)}: ${answer.text}`;
          // What the agents of hosts do is asked of none here, and uptime is what Nova's fake drivers do not tell.
          if (answer.status !== 501) expect(answer.status, what).toBeLessThan(500);
          if (answer.status >= 400) expectRefusal(answer.status, answer.body, what);
        }),
        { numRuns, seed, endOnFailure: true },
      );
    }
  });

  it('that are not JSON, not an object, or too large are refused', async () => {
    const { token } = { token: cloud.tokens.admin };
    const bodies: [unknown, number, Record<string, string>?][] = [
      ['{', 400],
      ['[]', 400],
      ['7', 400],
      ['null', 400],
      ['"text"', 400],
      [`{"flavor": "\\ud800"}`, 400],
      [`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 400],
      [`{"flavor": {"name": "${'x'.repeat(200_000)}"}}`, 413],
      ['flavor=1', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ];
    for (const [body, status, headers] of bodies) {
      for (const where of ['/flavors', `/servers/${serverId}/action`, '/servers']) {
        const answer = await cloud.ask('POST', where, { token, body, ...(headers && { headers }) });
        expect(answer.status, `${where} ${String(body).slice(0, 60)}`).toBe(status);
        expectRefusal(status, answer.body, where);
      }
    }
  });

  it('with broken microversions are refused, and the answer says which was understood', async () => {
    const { token } = { token: cloud.tokens.member };
    const asked: [string, number, string | null][] = [
      ['2.1', 200, '2.1'],
      ['latest', 200, '2.96'],
      ['2.97', 406, '2.97'],
      ['2.0', 406, '2.0'],
      ['3.1', 406, '3.1'],
      ['x', 400, null],
      ['2.01', 400, null],
      ['2.', 400, null],
    ];
    for (const [version, status, said] of asked) {
      const answer = await cloud.ask('GET', '/flavors', { token, version });
      expect([answer.status, answer.headers.get('x-openstack-nova-api-version')], version).toEqual([status, said]);
      expect(answer.headers.get('openstack-api-version')).toBe(said === null ? null : `compute ${said}`);
    }
    const old = { headers: { 'x-openstack-nova-api-version': '2.61' }, token };
    expect((await cloud.ask('GET', '/flavors/1', old)).headers.get('openstack-api-version')).toBe('compute 2.61');
    const both = { headers: { ...old.headers, 'openstack-api-version': 'volume 3.1, compute 2.55' }, token };
    const answer = await cloud.ask('GET', '/flavors/1', both);
    expect(answer.headers.get('openstack-api-version')).toBe('compute 2.55');
    expect(answer.headers.get('vary')).toBe('OpenStack-API-Version, X-OpenStack-Nova-API-Version');
  });
});
