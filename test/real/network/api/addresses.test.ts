import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkCloud } from './network-cloud.ts';

let cloud: NetworkCloud;
beforeAll(async () => {
  cloud = await NetworkCloud.start({ quotas: { port: -1, network: -1, subnet: -1 } });
});
afterAll(() => cloud.close());

interface Shown {
  readonly id: string;
  readonly fixed_ips: readonly { readonly ip_address: string }[];
}

const addressesOf = (port: Pick<Shown, 'fixed_ips'>): string[] => port.fixed_ips.map((ip) => ip.ip_address);
const last = (address: string): number => Number(address.split('.')[3]);

describe('addresses', () => {
  it('are never given twice, nor from outside the pools, whatever comes and goes', { timeout: 120_000 }, async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant({ kind: 'add' as const }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('exact' as const), octet: fc.integer({ min: 0, max: 31 }) }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('drop' as const), at: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'bulk' as const }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), at: fc.nat(30) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const pools = [
          { start: '10.0.0.4', end: '10.0.0.9' },
          { start: '10.0.0.16', end: '10.0.0.20' },
        ];
        const network = await cloud.network({ cidr: '10.0.0.0/27', allocation_pools: pools });
        const inPools = (address: string): boolean =>
          (last(address) >= 4 && last(address) <= 9) || (last(address) >= 16 && last(address) <= 20);
        const held = new Map<string, string>();
        const take = (port: Shown, isChosen: boolean): void => {
          const [address = ''] = addressesOf(port);
          expect([...held.values()]).not.toContain(address);
          if (isChosen) expect(inPools(address)).toBe(true);
          held.set(port.id, address);
        };
        for (const one of steps) {
          const port = { network_id: network.id };
          const free = 11 - [...held.values()].filter(inPools).length;
          if (one.kind === 'add') {
            const { status, body } = await cloud.ask('alice', 'POST', 'ports', { port });
            expect(status).toBe(free > 0 ? 201 : 409);
            if (status === 201) take(body.port, true);
          } else if (one.kind === 'bulk') {
            const { status, body } = await cloud.ask('alice', 'POST', 'ports', { ports: [port, port, port] });
            expect(status).toBe(free >= 3 ? 201 : 409);
            if (status === 201) for (const made of body.ports) take(made, true);
          } else if (one.kind === 'exact') {
            const address = `10.0.0.${one.octet}`;
            const fixed = [{ ip_address: address }];
            const { status, body } = await cloud.ask('alice', 'POST', 'ports', { port: { ...port, fixed_ips: fixed } });
            const isHost = one.octet > 0 && one.octet < 31;
            const isFree = one.octet !== 1 && ![...held.values()].includes(address);
            expect(status).toBe(!isHost ? 400 : isFree ? 201 : 409);
            if (status === 201) take(body.port, false);
          } else {
            const id = [...held.keys()][one.at];
            if (id === undefined) continue;
            if (one.kind === 'drop') {
              expect((await cloud.ask('alice', 'DELETE', `ports/${id}`)).status).toBe(204);
              held.delete(id);
            } else if (free > 0) {
              const fixed = [{ subnet_id: network.subnetId }];
              const { body } = await cloud.ask('alice', 'PUT', `ports/${id}`, { port: { fixed_ips: fixed } });
              expect(addressesOf(body.port)).toEqual([held.get(id)]);
            }
          }
        }
        const { body } = await cloud.ask('alice', 'GET', `ports?network_id=${network.id}`);
        const shown = new Map(body.ports.map((port: Shown) => [port.id, addressesOf(port)[0]]));
        expect(shown).toEqual(held);
      }),
      { numRuns: 25 },
    );
  });

  it('that came back are the last to be given again', async () => {
    const { id } = await cloud.network({ cidr: '10.0.0.0/29' });
    const make = async (): Promise<{ id: string; address: string }> => {
      const port = await cloud.make('alice', 'port', { network_id: id });
      return { id: port.id, address: addressesOf(port)[0]! };
    };
    const first = await make();
    expect(first.address).toBe('10.0.0.2');
    await cloud.ask('alice', 'DELETE', `ports/${first.id}`);
    const next = [await make(), await make(), await make(), await make()];
    expect(next.map(({ address }) => address)).toEqual(['10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6']);
    expect((await make()).address).toBe('10.0.0.2');
    expect(await cloud.refusal('alice', 'POST', 'ports', { port: { network_id: id } })).toBe(
      '409 IpAddressGenerationFailure',
    );
  });

  it('are not lost by ports that were refused', async () => {
    const { id } = await cloud.network({ cidr: '10.0.0.0/29' });
    const wrong = { network_id: id, security_groups: ['00000000-0000-4000-8000-000000000000'] };
    for (let i = 0; i < 20; i++) {
      expect(await cloud.refusal('alice', 'POST', 'ports', { port: wrong })).toBe('404 SecurityGroupNotFound');
      const bulk = { ports: [{ network_id: id }, wrong] };
      expect(await cloud.refusal('alice', 'POST', 'ports', bulk)).toBe('404 SecurityGroupNotFound');
    }
    for (let i = 0; i < 5; i++) await cloud.make('alice', 'port', { network_id: id });
  });

  it('of IPv6 are counted up, or follow from the MAC address', async () => {
    const network = await cloud.make('alice', 'network', {});
    const subnet = { network_id: network.id, ip_version: 6, cidr: 'fd00:2::/64' };
    await cloud.make('alice', 'subnet', {
      ...subnet,
      ipv6_address_mode: 'dhcpv6-stateful',
      ipv6_ra_mode: 'dhcpv6-stateful',
    });
    const slaac = { ...subnet, cidr: 'fd00:3::/64', ipv6_address_mode: 'slaac', ipv6_ra_mode: 'slaac' };
    const made = await cloud.make('alice', 'subnet', slaac);
    expect(made.gateway_ip).toBe('fd00:3::');
    const values = { network_id: network.id, mac_address: 'fa:16:3e:12:34:56' };
    const port = await cloud.make('alice', 'port', values);
    expect(addressesOf(port)).toEqual(['fd00:2::1', 'fd00:3::f816:3eff:fe12:3456']);
    const chosen = { ...values, mac_address: 'fa:16:3e:12:34:57', fixed_ips: [{ ip_address: 'fd00:3::5' }] };
    expect(await cloud.refusal('alice', 'POST', 'ports', { port: chosen })).toBe('400 InvalidInput');
  });

  it('of ten clients at once are all different', async () => {
    const { id } = await cloud.network({ cidr: '10.0.0.0/24' });
    const many = Array.from({ length: 120 }, () => cloud.make('alice', 'port', { network_id: id }));
    const addresses = (await Promise.all(many)).flatMap(addressesOf);
    expect(new Set(addresses).size).toBe(120);
  });
});
