import { describe, expect, it } from 'vitest';
import { checkPort } from '../../../real/network/check-port.ts';
import { dhcpConfig, dhcpHosts, dhcpSubnetOptions } from '../../../real/network/dhcp/dhcp-files.ts';
import { withoutStaleLeases } from '../../../real/network/dhcp/stale-leases.ts';
import { network, port, subnet6, subnet6Id, subnetId } from './lab.ts';

const both = network({ subnets: [...network().subnets, subnet6] });
const one = checkPort(
  port(5, {
    network: both,
    fixedIps: [
      { subnetId, ipAddress: '10.1.0.5' },
      { subnetId, ipAddress: '10.1.0.55' },
      { subnetId: subnet6Id, ipAddress: 'fd00:1::5' },
    ],
  }),
);

describe('what dnsmasq is told', () => {
  it('is one reservation in each subnet, and no address for anybody else', () => {
    expect(dhcpHosts([one])).toBe('fa:16:3e:00:00:05,10.1.0.5\nfa:16:3e:00:00:05,[fd00:1::5]\n');
    const config = dhcpConfig(one.network, { folder: '/run/x', bridge: 'brq0' }, { user: 'nobody', leaseSeconds: 600 });
    expect(config.split('\n').filter((line) => /range|ra|port|interface/.test(line))).toEqual([
      'port=0',
      'bind-interfaces',
      'interface=brq0',
      'except-interface=lo',
      `dhcp-range=set:subnet-${subnetId},10.1.0.0,static,255.255.255.0,600`,
      `dhcp-range=set:subnet-${subnet6Id},fd00:1::,static,64,600`,
      'enable-ra',
      'ra-param=brq0,mtu:1450,600,1800',
    ]);
  });

  it('is the router, the resolvers and the routes of each subnet', () => {
    const [subnet] = network().subnets;
    const hostRoutes = [{ destination: '172.16.0.0/12', nexthop: '10.1.0.9' }];
    const text = (changes: object) =>
      dhcpSubnetOptions(checkPort(port(5, { network: network({ subnets: [{ ...subnet!, ...changes }] }) })).network)
        .replaceAll(`tag:subnet-${subnetId},`, '')
        .trimEnd()
        .split('\n');
    expect(text({})).toEqual(['option:router,10.1.0.1', 'option:dns-server,192.0.2.53']);
    const routes = '172.16.0.0/12,10.1.0.9,0.0.0.0/0,10.1.0.1';
    expect(text({ hostRoutes }).slice(2)).toEqual([`option:classless-static-route,${routes}`, `249,${routes}`]);
    // Named without a value: then nothing is said, not even dnsmasq's own idea.
    expect(text({ gatewayIp: null, dhcpServerIp: '10.1.0.2', dnsNameservers: [] })).toEqual([
      'option:router',
      'option:dns-server',
    ]);
  });
});

describe('leases', () => {
  const lease = (mac: string, address: string) => `1795371867 ${mac} ${address} * *\n`;
  const leases = lease('fa:16:3e:00:00:05', '10.1.0.5') + lease('fa:16:3e:00:00:06', '10.1.0.6');

  it("are left alone while their address is their owner's", () => {
    const hosts = 'fa:16:3e:00:00:05,10.1.0.5\nfa:16:3e:00:00:06,10.1.0.6\n';
    expect(withoutStaleLeases(leases, hosts, hosts)).toBeUndefined();
    expect(withoutStaleLeases(leases, '', hosts)).toBeUndefined();
    expect(withoutStaleLeases('', '', hosts)).toBeUndefined();
  });

  it('go when their address is reserved for another', () => {
    const hosts = 'fa:16:3e:00:00:06,10.1.0.6\nfa:16:3e:00:00:99,10.1.0.5\n';
    expect(withoutStaleLeases(leases, '', hosts)).toBe(lease('fa:16:3e:00:00:06', '10.1.0.6'));
    expect(withoutStaleLeases('1795371867 3489660933 fd00:1::5 * 00:01\n', '', 'fa:16:3e:00:00:99,[fd00:1::5]\n')).toBe(
      '',
    );
  });
});
