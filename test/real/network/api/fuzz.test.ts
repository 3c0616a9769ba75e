import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkCloud } from './network-cloud.ts';

let cloud: NetworkCloud;
let network: string;
let subnet: string;
let port: string;
let group: string;
let router: string;
let outside: string;
beforeAll(async () => {
  cloud = await NetworkCloud.start({
    quotas: { port: 100_000, network: 100_000, security_group: 100_000, router: -1 },
  });
  ({ id: network, subnetId: subnet } = await cloud.network({ cidr: '10.0.0.0/16' }));
  port = (await cloud.make('alice', 'port', { network_id: network })).id;
  group = (await cloud.make('alice', 'security_group', { name: 'g' })).id;
  router = (await cloud.make('alice', 'router', {})).id;
  outside = (await cloud.network({ cidr: '172.24.0.0/16' }, 'admin', { 'router:external': true })).id;
});
afterAll(() => cloud.close());

const attributes = [
  ...[
    'id',
    'name',
    'description',
    'project_id',
    'tenant_id',
    'network_id',
    'admin_state_up',
    'mac_address',
    'fixed_ips',
  ],
  ...[
    'device_id',
    'device_owner',
    'allowed_address_pairs',
    'port_security_enabled',
    'security_groups',
    'mtu',
    'shared',
  ],
  ...['router:external', 'provider:network_type', 'provider:physical_network', 'provider:segmentation_id', 'cidr'],
  ...['ip_version', 'gateway_ip', 'enable_dhcp', 'allocation_pools', 'dns_nameservers', 'host_routes', 'ipv6_ra_mode'],
  ...['ipv6_address_mode', 'subnetpool_id', 'direction', 'ethertype', 'protocol', 'port_range_min', 'port_range_max'],
  ...[
    'remote_ip_prefix',
    'remote_group_id',
    'security_group_id',
    'external_gateway_info',
    'routes',
    'tags',
    '__proto__',
  ],
  ...['floating_network_id', 'floating_ip_address', 'port_id', 'fixed_ip_address', 'subnet_id', 'binding:host_id'],
  ...['binding:profile', 'binding:vnic_type', 'availability_zone_hints', 'constructor', 'quota', 'network', 'port'],
];

const known = (): fc.Arbitrary<unknown> => fc.constantFrom(network, subnet, port, group, router, outside);
const hostile = fc.constantFrom<unknown>(
  ...[
    '',
    ' ',
    '\n',
    '\0',
    "'; DROP TABLE port; --",
    '$(reboot)',
    '}}; flush ruleset',
    '../../etc/passwd',
    '<x/>',
    '💥',
  ],
  ...[
    '0.0.0.0/0',
    '::/0',
    '10.0.0.5',
    '10.0.0.0/24',
    '10.0.0.0/33',
    '10.0.0.0/32',
    '255.255.255.255',
    'fd00::/64',
    '::1',
  ],
  ...['fe80::1%eth0', '::ffff:1.2.3.4', '010.1.1.1', '224.0.0.1', 'fa:16:3e:00:00:01', 'ff:ff:ff:ff:ff:ff', 'slaac'],
  ...[
    'tcp',
    'udp',
    'icmp',
    '6',
    '300',
    '-1',
    'any',
    'ingress',
    'egress',
    'IPv4',
    'ipv6',
    'true',
    'network:dhcp',
    'flat',
  ],
  ...[0, -1, 1, 4, 6, 68, 255, 1280, 65_535, 65_536, 1e10, 1e300, 0.5, true, false, null],
);
const leaf = (): fc.Arbitrary<unknown> => fc.oneof(hostile, known(), fc.string({ maxLength: 300 }), fc.jsonValue());
const pair = fc.constantFrom('ip_address', 'subnet_id', 'mac_address', 'start', 'end', 'destination', 'nexthop', 'x');
const value = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: leaf() },
    fc.array(fc.oneof(leaf(), fc.dictionary(pair, leaf(), { maxKeys: 3 })), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('network_id', 'enable_snat', 'external_fixed_ips', 'x'), leaf(), { maxKeys: 3 }),
  );

/** The least that is right, so that what is odd gets past what is needed. */
const base = (name: string): object => {
  const bases: Record<string, object> = {
    subnet: { network_id: network, ip_version: 4, cidr: '10.77.0.0/24' },
    port: { network_id: network },
    security_group_rule: { security_group_id: group, direction: 'ingress' },
    floatingip: { floating_network_id: outside },
  };
  return bases[name] ?? {};
};

const names = ['network', 'subnet', 'port', 'security_group', 'security_group_rule', 'router', 'floatingip'];
const pathOf = (name: string): string => `${name.replaceAll('_', '-')}s`;
const runs = { numRuns: Number(process.env['ASTROLABE_FUZZ_RUNS'] ?? 150) };

function expectNeutronsForm({ status, body }: Awaited<ReturnType<NetworkCloud['ask']>>): void {
  expect(status).toBeLessThan(500);
  if (status < 400) return;
  expect(body).toEqual({
    NeutronError: { type: expect.stringMatching(/^[A-Z]\w+$/), message: expect.any(String), detail: '' },
  });
}

describe('whatever is sent', () => {
  it('as something new is taken or refused in Neutron’s form', { timeout: 120_000 }, async () => {
    const body = fc.record({
      name: fc.constantFrom(...names),
      isBased: fc.boolean(),
      values: fc.dictionary(fc.constantFrom(...attributes), value(), { maxKeys: 4 }),
      user: fc.constantFrom('alice' as const, 'admin' as const),
    });
    await fc.assert(
      fc.asyncProperty(body, async ({ name, isBased, values, user }) => {
        const sent = { [name]: { ...(isBased && base(name)), ...values } };
        const answer = await cloud.ask(user, 'POST', pathOf(name), sent);
        expectNeutronsForm(answer);
        if (answer.status === 201) await cloud.ask('admin', 'DELETE', `${pathOf(name)}/${answer.body[name].id}`);
      }),
      runs,
    );
  });

  it('as a change is taken or refused in Neutron’s form', { timeout: 120_000 }, async () => {
    const change = fc.record({
      name: fc.constantFrom('network', 'subnet', 'port', 'security_group', 'router'),
      values: fc.dictionary(fc.constantFrom(...attributes), value(), { minKeys: 1, maxKeys: 2 }),
    });
    const own = {
      network: () => network,
      subnet: () => subnet,
      port: () => port,
      security_group: () => group,
      router: () => router,
    };
    await fc.assert(
      fc.asyncProperty(change, async ({ name, values }) => {
        const where = `${pathOf(name)}/${own[name]()}`;
        expectNeutronsForm(await cloud.ask('admin', 'PUT', where, { [name]: values }));
      }),
      runs,
    );
  });

  it('as a body that is no body is refused in Neutron’s form', { timeout: 60_000 }, async () => {
    const texts = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom('', '[]', 'null', '{', '"x"', '{"network":[]}', '1e999'),
    );
    const routes = cloud.service.routes.filter(({ method }) => method === 'POST' || method === 'PUT');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), texts, async ({ method, path }, text) => {
        const where = path.replace('/v2.0/', '').replace(':id', path.includes('routers') ? router : port);
        const answer = await cloud.ask('alice', method, where.replace(/:\w+/g, 'x'), text);
        expectNeutronsForm(answer);
      }),
      runs,
    );
  });

  it('as a query is answered or refused in Neutron’s form', { timeout: 60_000 }, async () => {
    const keys = fc.constantFrom(
      ...['limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir', 'fields', 'tags', 'not-tags-any', 'bogus'],
      ...attributes,
    );
    const values = fc.oneof(
      fc.constantFrom(
        '1',
        '0',
        '-1',
        'x',
        'True',
        'id',
        'name',
        'asc',
        'desc',
        '',
        'ip_address=10.0.0.2',
        '9'.repeat(30),
      ),
      fc.string({ maxLength: 40 }),
    );
    const query = fc.array(fc.tuple(keys, values), { maxLength: 5 });
    const lists = ['agents', 'availability_zones', 'network-ip-availabilities', ...names.map(pathOf)];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...lists), query, async (path, asked) => {
        const text = new URLSearchParams(asked).toString();
        expectNeutronsForm(await cloud.ask('alice', 'GET', `${path}?${text}`));
      }),
      runs,
    );
  });

  it('as a path is not found', { timeout: 60_000 }, async () => {
    const segment = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('networks', 'tags', '..', '%00', 'v2.0'));
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 4 }), async (segments) => {
        const path = segments.map((one) => encodeURIComponent(one)).join('/');
        const { status } = await cloud.ask('alice', 'GET', path);
        expect(status).toBeLessThan(500);
      }),
      runs,
    );
  });
});
