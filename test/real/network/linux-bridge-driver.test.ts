import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinuxBridgeDriver } from '../../../real/network/index.ts';
import type { LinuxBridgeOptions } from '../../../real/network/index.ts';
import {
  everythingIn,
  everythingOut,
  Lab,
  network,
  networkAbsence,
  port,
  reaches,
  subnet6,
  subnet6Id,
  subnetId,
} from './lab.ts';

const absence = networkAbsence();
const tcp = { direction: 'ingress', etherType: 'IPv4', protocol: 'tcp' } as const;

describe.skipIf(absence !== '')(`guests on Linux bridges${absence}`, () => {
  let lab: Lab;
  let driver: LinuxBridgeDriver;

  const start = async (options: LinuxBridgeOptions = {}): Promise<void> => {
    const place = { runFolder: lab.runFolder, networkNamespace: lab.host.path };
    driver = new LinuxBridgeDriver({ ...place, repairSeconds: 0, ...options });
    await driver.start([]);
  };

  beforeEach(async () => {
    lab = await Lab.make();
  });

  afterEach(async () => {
    await driver?.stop({ takeDown: true });
    await lab?.remove();
  });

  describe('by DHCP', () => {
    it('get their address, router, resolver and MTU', async () => {
      await start();
      const { tapDevice, macAddress, mtu } = await driver.plug(port(5));
      expect({ tapDevice, macAddress, mtu }).toMatchObject({ macAddress: 'fa:16:3e:00:00:05', mtu: 1450 });
      const guest = await lab.guest(tapDevice, macAddress);
      const lease = await guest.dhcp();
      expect(lease).toMatchObject({ ip: '10.1.0.5', mask: '24', router: '10.1.0.1', dns: '192.0.2.53', mtu: '1450' });
      expect(await guest.pings('10.1.0.1')).toBe(true);
    });

    it('get routes, and no router where the subnet has none', async () => {
      await start();
      const [subnet] = network().subnets;
      const hostRoutes = [{ destination: '172.16.0.0/12', nexthop: '10.1.0.9' }];
      const plain = { ...subnet!, gatewayIp: null, dhcpServerIp: '10.1.0.2', hostRoutes };
      const { tapDevice, macAddress } = await driver.plug(port(5, { network: network({ subnets: [plain] }) }));
      const lease = await (await lab.guest(tapDevice, macAddress)).dhcp();
      expect(lease).toMatchObject({ ip: '10.1.0.5', staticroutes: '172.16.0.0/12 10.1.0.9', serverid: '10.1.0.2' });
      expect(lease).not.toHaveProperty('router');
    });

    it('get nothing without a reservation, and nothing where DHCP is off', async () => {
      await start();
      const [subnet] = network().subnets;
      const off = network({ subnets: [{ ...subnet!, enableDhcp: false }] }, 2);
      const silent = { ...off, subnets: [{ ...off.subnets[0]!, cidr: '10.2.0.0/24', gatewayIp: '10.2.0.1' }] };
      const known = await driver.plug(port(5, { portSecurity: false }));
      const stranger = await lab.guest(known.tapDevice, 'fa:16:3e:99:99:99');
      expect(await stranger.dhcp(1)).toBeUndefined();
      const quiet = await driver.plug(port(6, { network: silent }));
      expect(await (await lab.guest(quiet.tapDevice, quiet.macAddress)).dhcp(1)).toBeUndefined();
    });

    it('get an address that somebody else had a lease of until just now', async () => {
      await start();
      const stays = port(9);
      const before = port(5);
      await driver.plug(stays);
      const first = await driver.plug(before);
      expect(await (await lab.guest(first.tapDevice, first.macAddress)).dhcp()).toMatchObject({ ip: '10.1.0.5' });
      await driver.unplug(before.id);
      const second = await driver.plug(port(5, { macAddress: 'fa:16:3e:00:01:05' }));
      expect(await (await lab.guest(second.tapDevice, second.macAddress)).dhcp()).toMatchObject({ ip: '10.1.0.5' });
    });

    it('get an IPv6 address, and their router by its advertisement', async () => {
      await start();
      const fixedIps = [{ subnetId: subnet6Id, ipAddress: 'fd00:1::5' }];
      const { tapDevice, macAddress } = await driver.plug(
        port(5, { network: network({ subnets: [subnet6] }), fixedIps }),
      );
      const guest = await lab.guest(tapDevice, macAddress);
      // It would go on and renew; the address is all that is wanted.
      const hook = path.join(lab.folder, 'dhclient-hook');
      const take = 'ip address replace "$new_ip6_address/64" dev "$interface" nodad';
      writeFileSync(hook, `#!/bin/sh\n[ -z "$new_ip6_address" ] || { ${take}; env; kill -9 $PPID; }\n`, {
        mode: 0o755,
      });
      const files = ['-sf', hook, '-lf', path.join(lab.folder, 'leases6'), '-pf', path.join(lab.folder, 'pid6')];
      const asking = guest.namespace.run('timeout', '30', 'dhclient', '-6', '-1', '-d', ...files, 'eth0');
      const said = await asking.catch((error: { stdout?: string }) => error.stdout ?? '');
      expect(said).toContain('new_dhcp6_name_servers=2001:db8::53');
      await expect
        .poll(() => guest.namespace.run('ip', '-6', 'route', 'show', 'default'))
        .toMatch(/via fe80:.* proto ra .*mtu 1450/);
      expect(await guest.namespace.run('ip', '-6', 'address', 'show', 'dev', 'eth0')).toContain('fd00:1::5/64');
      expect(await guest.pings('fd00:1::1')).toBe(true);
    });
  });

  describe('that are connected', () => {
    it('stay so while rules come, and no longer when the rule that let them is taken back', async () => {
      await start();
      const seven = { ...tcp, portRangeMin: 7, portRangeMax: 7 };
      const server = port(6, { rules: [...everythingOut, seven] });
      const [client, guest] = await lab.plugged(driver, [port(5), server]);
      await guest!.namespace.start('echo', '7');
      const held = await client!.namespace.start('hold', '10.1.0.6', '7');
      expect(await held.ask('one')).toBe('one');
      await driver.update({
        ...server,
        rules: [...everythingOut, seven, { ...tcp, portRangeMin: 80, portRangeMax: 80 }],
      });
      expect(await held.ask('two')).toBe('two');
      await driver.plug(port(8));
      await driver.repair();
      expect(await held.ask('three')).toBe('three');
      await driver.update({ ...server, rules: everythingOut });
      expect(await held.ask('four')).toBe('nothing');
    });

    it('are not answered from a port that they never asked', async () => {
      await start();
      const [client, guest] = await lab.plugged(driver, [port(5), port(6, { rules: everythingOut })]);
      await client!.namespace.start('echo', '4000', 'udp');
      // From port 53, as an answer to a question would come: only the stateless filter would let it in.
      const ask = 'echo hello | nc -n -u -p 53 -w 1 10.1.0.5 4000';
      expect((await guest!.namespace.run('sh', '-c', ask).catch(() => '')).trim()).toBe('');
    });
  });

  describe('and the outside', () => {
    const outward = network({ nat: true, subnets: [...network().subnets, subnet6] });
    const fixedIps = [
      { subnetId, ipAddress: '10.1.0.5' },
      { subnetId: subnet6Id, ipAddress: 'fd00:1::5' },
    ];

    it('meet behind the address of the host, and only when the guest begins', async () => {
      await start();
      const outside = await lab.outside();
      await outside.start('echo', '7');
      const rules = [...everythingOut, ...everythingIn];
      const [guest] = await lab.plugged(driver, [port(5, { network: outward, fixedIps, rules })]);
      expect(await guest!.connects('198.51.100.2', 7)).toBe(true);
      expect(await guest!.connects('2001:db8:2::2', 7)).toBe(true);
      expect(await guest!.pings('198.51.100.2')).toBe(true);
      await guest!.namespace.start('echo', '9');
      await outside.run('ip', 'route', 'add', '10.1.0.0/24', 'via', '198.51.100.1');
      await outside.run('ip', '-6', 'route', 'add', 'fd00:1::/64', 'via', '2001:db8:2::1');
      expect(await reaches(outside, '10.1.0.5', 9)).toBe(false);
      expect(await reaches(outside, 'fd00:1::5', 9)).toBe(false);
    });

    it('never meet from a network without NAT, and networks never meet each other', async () => {
      await start();
      await lab.outside();
      const [guest, apart] = await lab.plugged(driver, [
        port(5, { network: outward, fixedIps, rules: [...everythingOut, ...everythingIn] }),
        port(6, {
          network: network({ subnets: [{ ...network().subnets[0]!, cidr: '10.2.0.0/24', gatewayIp: '10.2.0.1' }] }, 2),
        }),
      ]);
      expect(await guest!.pings('198.51.100.2')).toBe(true);
      expect(await apart!.pings('10.2.0.1')).toBe(true);
      expect(await apart!.pings('198.51.100.2')).toBe(false);
      expect(await apart!.pings('10.1.0.5')).toBe(false);
    });

    it('are forgotten: the host routes afterwards only if it did before', async () => {
      await start();
      expect(await lab.host.run('sysctl', '-n', 'net.ipv4.ip_forward')).toBe('0\n');
      await driver.plug(port(5, { network: outward, fixedIps }));
      expect(await lab.host.run('sysctl', '-n', 'net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding')).toBe('1\n1\n');
      await driver.stop({ takeDown: true });
      expect(await lab.host.run('sysctl', '-n', 'net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding')).toBe('0\n0\n');
    });
  });

  it('use the services of the host that were named, and no others', async () => {
    await start({ hostServices: [{ protocol: 'tcp', port: 8775 }] });
    const [guest] = await lab.plugged(driver, [port(5)]);
    await lab.host.start('echo', '8775');
    await lab.host.start('echo', '22');
    expect(await guest!.connects('10.1.0.1', 8775)).toBe(true);
    expect(await guest!.connects('10.1.0.1', 22)).toBe(false);
  });
});
