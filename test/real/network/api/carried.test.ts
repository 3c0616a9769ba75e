import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPort } from '../../../../real/network/check-port.ts';
import { protocolNames } from '../../../../real/network/protocol-numbers.ts';
import { NetworkCloud } from './network-cloud.ts';

let cloud: NetworkCloud;
beforeAll(async () => {
  cloud = await NetworkCloud.start({
    quotas: { port: -1, network: -1, subnet: -1, security_group: -1, security_group_rule: -1 },
  });
});
afterAll(() => cloud.close());

const octet = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.oneof(
  fc.tuple(octet, octet, octet).map(([a, b, c]) => `10.${a}.${b}.${c}`),
  fc.constantFrom('10.0.0.1', '10.0.0.255', '0.0.0.0', '255.255.255.255', '224.0.0.1', '127.0.0.1'),
);
const ipv6 = fc.constantFrom('fd00::', 'fd00::1', 'fd00:1::', 'fe80::1', '::', '::1', 'ff02::1', '2001:db8::5');
const address = fc.oneof(ipv4, ipv6);
const block = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([text, length]) => `${text}/${length}`),
  fc.tuple(ipv6, fc.constantFrom(0, 1, 48, 64, 120, 126, 127, 128)).map(([text, length]) => `${text}/${length}`),
);
const mode = fc.constantFrom('slaac', 'dhcpv6-stateful', 'dhcpv6-stateless');
/** Mostly what fits together, so that it is taken, at the edges of what may be. */
const subnet = block.chain((cidr) => {
  const version = cidr.includes(':') ? 6 : 4;
  const same = version === 4 ? ipv4 : ipv6;
  const own = same.map((one) => (version === 4 ? one.replace(/^10\.\d+\.\d+/, cidr.replace(/\.\d+\/.*$/, '')) : one));
  return fc.record(
    {
      cidr: fc.constant(cidr),
      ip_version: fc.constant(version),
      gateway_ip: fc.option(own),
      enable_dhcp: fc.boolean(),
      dns_nameservers: fc.array(fc.oneof({ weight: 9, arbitrary: same }, address), { maxLength: 2 }),
      host_routes: fc.array(fc.record({ destination: block, nexthop: same }), { maxLength: 1 }),
      ...(version === 6 && { ipv6_ra_mode: mode, ipv6_address_mode: mode }),
    },
    { requiredKeys: ['cidr', 'ip_version'] },
  );
});
const number = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 65_535 }));
const rule = fc.record(
  {
    direction: fc.constantFrom('ingress', 'egress'),
    ethertype: fc.constantFrom('IPv4', 'IPv6'),
    protocol: fc.oneof(fc.constantFrom(...protocolNames, 'any'), octet, octet.map(String)),
    port_range_min: number,
    port_range_max: number,
    remote_ip_prefix: fc.oneof(block, address),
  },
  { requiredKeys: ['direction'] },
);
const pair = fc.record(
  { ip_address: fc.oneof(address, block), mac_address: fc.constantFrom('fa:16:3e:00:00:77', '02:00:00:00:00:01') },
  { requiredKeys: ['ip_address'] },
);

const runs = Number(process.env['ASTROLABE_FUZZ_RUNS'] ?? 80);

describe('what the API takes', () => {
  it('can be carried by a host', { timeout: 120_000 }, async () => {
    let server = 0;
    let carried = 0;
    const network = fc.record({
      mtu: fc.constantFrom(68, 576, 1280, 1400, 1500),
      subnets: fc.array(subnet, { minLength: 1, maxLength: 3 }),
      rules: fc.array(rule, { maxLength: 6 }),
      pairs: fc.array(pair, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(network, async ({ mtu, subnets, rules, pairs }) => {
        const { id } = await cloud.make('alice', 'network', { mtu });
        const made = await Promise.all(
          subnets.map((values) => cloud.ask('alice', 'POST', 'subnets', { subnet: { network_id: id, ...values } })),
        );
        const group = await cloud.make('alice', 'security_group', { name: `g${server}` });
        for (const values of rules) {
          const body = { security_group_rule: { security_group_id: group.id, ...values } };
          expect((await cloud.ask('alice', 'POST', 'security-group-rules', body)).status).toBeLessThan(500);
        }
        if (!made.some(({ status }) => status === 201)) return;
        const instanceUuid = `30000000-0000-4000-8000-${String(++server).padStart(12, '0')}`;
        const nic = { networkId: id as string, portId: null, fixedIp: null, tag: null };
        const place = {
          instanceUuid,
          projectId: cloud.projects.alice,
          host: 'h',
          availabilityZone: 'nova',
          hostname: 'x',
        };
        const vifs = await cloud.service.servers
          .allocate({ ...place, nics: [nic], securityGroups: [group.id] })
          .catch((error: { status?: number }) => {
            // Too small a subnet has no address left.
            expect(error.status).toBe(409);
            return [];
          });
        for (const { portId } of vifs) {
          await cloud.ask('alice', 'PUT', `ports/${portId}`, { port: { allowed_address_pairs: pairs } });
        }
        for (const binding of cloud.service.servers.bindings(instanceUuid)) {
          expect(() => checkPort(binding)).not.toThrow();
          carried += 1;
        }
        await cloud.service.servers.deallocate(instanceUuid);
      }),
      { numRuns: runs },
    );
    expect(carried).toBeGreaterThan(runs / 10);
  });
});
