import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkCloud } from '../../real/network/api/network-cloud.ts';
import { whyNot } from '../openstack-here.ts';
import { OpenstackShell } from './openstack-shell.ts';

const reason = whyNot(['openstackclient']);
let cloud: NetworkCloud;
let alice: OpenstackShell;
let admin: OpenstackShell;

beforeAll(async () => {
  if (reason !== undefined) return;
  cloud = await NetworkCloud.start({
    hosts: () => [{ host: 'host1', isAlive: true, createdAtSeconds: 1_800_000_000, lastSeenSeconds: 1_800_000_000 }],
  });
  await cloud.identity.service.bootstrap({
    adminPassword: 'secret',
    services: [{ type: 'network', name: 'neutron', url: cloud.url }],
  });
  const shell = (user: string, password: string): OpenstackShell =>
    new OpenstackShell({
      OS_AUTH_URL: `${cloud.identity.url}/v3`,
      OS_IDENTITY_API_VERSION: '3',
      OS_USERNAME: user,
      OS_PASSWORD: password,
      OS_PROJECT_NAME: user,
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PROJECT_DOMAIN_NAME: 'Default',
    });
  alice = shell('alice', 'alice-password');
  admin = shell('admin', 'secret');
});
afterAll(async () => {
  await alice?.end();
  await admin?.end();
  await cloud?.close();
});

describe('the openstack command of Debian', () => {
  it.skipIf(reason !== undefined)(
    `works against network${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 300_000 },
    async () => {
      const outside = await admin.json(
        ...words('network create public --external --share'),
        ...words('--provider-network-type flat --provider-physical-network public'),
      );
      expect(outside).toMatchObject({ name: 'public', 'router:external': true, 'provider:network_type': 'flat' });
      await admin.json(
        ...words('subnet create public4 --network public --subnet-range 172.24.4.0/24 --no-dhcp'),
        ...words('--gateway 172.24.4.1 --allocation-pool start=172.24.4.10,end=172.24.4.20'),
      );

      const network = await alice.json(...words('network create blue --description sky --mtu 1400'));
      expect(network).toMatchObject({ name: 'blue', admin_state_up: true, mtu: 1400, status: 'ACTIVE' });
      const subnet = await alice.json(
        ...words('subnet create blue4 --network blue --subnet-range 10.1.0.0/24 --dns-nameserver 9.9.9.9'),
        ...words('--host-route destination=10.9.0.0/16,gateway=10.1.0.5'),
      );
      expect(subnet).toMatchObject({ gateway_ip: '10.1.0.1', dns_nameservers: ['9.9.9.9'], enable_dhcp: true });
      await alice.json(
        ...words('subnet create blue6 --network blue --ip-version 6 --subnet-range fd00:1::/64'),
        ...words('--ipv6-ra-mode slaac --ipv6-address-mode slaac'),
      );
      await alice.run(...words('network set blue --name navy --tag water'));
      await alice.run(...words('subnet set blue4 --dns-nameserver 1.1.1.1 --name navy4'));
      expect(await alice.json(...words('network show navy'))).toMatchObject({ tags: ['water'], description: 'sky' });
      expect(await alice.json(...words('network list --tags water'))).toMatchObject([{ Name: 'navy' }]);
      expect((await alice.json(...words('subnet show navy4'))).dns_nameservers).toEqual(['1.1.1.1', '9.9.9.9']);
      expect(await alice.json(...words('subnet list --network navy --ip-version 4'))).toMatchObject([
        { Name: 'navy4' },
      ]);
      expect((await alice.json(...words('network list --external'))).length).toBe(1);

      await alice.json(...words('security group create web --description http'));
      const rule = await alice.json(
        ...words('security group rule create web --protocol tcp --dst-port 80:81 --remote-ip 10.0.0.0/8'),
      );
      expect(rule).toMatchObject({ protocol: 'tcp', port_range_min: 80, port_range_max: 81 });
      await alice.json(...words('security group rule create web --protocol icmp --icmp-type 8 --remote-group default'));
      expect((await alice.json(...words('security group rule list web'))).length).toBe(4);
      expect(
        (await alice.json(...words('security group list'))).map((one: { Name: string }) => one.Name).sort(),
      ).toEqual(['default', 'web']);
      await alice.run(...words('security group set web --name www'));
      expect(await alice.json(...words('security group show www'))).toMatchObject({ description: 'http' });

      const port = await alice.json(
        ...words('port create p1 --network navy --fixed-ip subnet=navy4,ip-address=10.1.0.77 --security-group www'),
        ...words('--allowed-address ip-address=10.1.0.200'),
      );
      expect(port.fixed_ips.map((ip: { ip_address: string }) => ip.ip_address)).toEqual([
        '10.1.0.77',
        expect.stringMatching(/^fd00:1::f816:3eff:fe/),
      ]);
      expect(port.allowed_address_pairs).toEqual([{ mac_address: port.mac_address, ip_address: '10.1.0.200' }]);
      await alice.run(...words('port set p1 --no-security-group --security-group default --name p2'));
      expect(await alice.json(...words('port show p2'))).toMatchObject({ status: 'DOWN', port_security_enabled: true });
      expect(await alice.json(...words('port list --fixed-ip ip-address=10.1.0.77'))).toMatchObject([{ Name: 'p2' }]);
      expect(await alice.run(...words('port set p2 --host somewhere'))).toMatch(/update_port:binding:host_id/);

      await alice.json(...words('router create r1'));
      await alice.run(...words('router set r1 --external-gateway public'));
      await alice.run(...words('router add subnet r1 navy4'));
      const router = await alice.json(...words('router show r1'));
      expect(router.external_gateway_info).toMatchObject({ network_id: outside.id, enable_snat: true });
      expect(router.interfaces_info).toMatchObject([{ ip_address: '10.1.0.1' }]);
      expect((await alice.json(...words('port list --router r1'))).length).toBe(1);
      const floating = await alice.json(...words('floating ip create public'));
      expect(floating).toMatchObject({ status: 'DOWN', port_id: null, fixed_ip_address: null });
      const ip = floating.floating_ip_address as string;
      await alice.run('floating', 'ip', 'set', '--port', 'p2', ip);
      expect(await alice.json('floating', 'ip', 'show', ip)).toMatchObject({
        fixed_ip_address: '10.1.0.77',
        router_id: router.id,
        port_details: expect.stringContaining("name='p2'"),
      });
      expect(await alice.json(...words('floating ip list --port p2'))).toMatchObject([{ 'Floating IP Address': ip }]);
      expect(await alice.run(...words('router remove subnet r1 navy4'))).toMatch(
        /required by one or more floating IPs/,
      );
      await alice.run('floating', 'ip', 'unset', '--port', ip);
      await alice.run('floating', 'ip', 'delete', ip);
      await alice.run(...words('router remove subnet r1 navy4'));
      await alice.run(...words('router unset r1 --external-gateway'));
      await alice.run(...words('router delete r1'));

      expect(await admin.run(...words('quota set --networks 7 alice'))).toBe('');
      expect((await cloud.ask('alice', 'GET', `quotas/${cloud.projects.alice}`)).body.quota.network).toBe(7);
      expect(await admin.json(...words('network agent list'))).toMatchObject([
        { Host: 'host1', Alive: true },
        { Host: 'host1', Alive: true },
      ]);
      expect((await alice.json(...words('extension list --network'))).length).toBeGreaterThan(20);
      expect(await alice.json(...words('availability zone list --network'))).toMatchObject([{ 'Zone Name': 'nova' }]);
      expect(await admin.json(...words('ip availability show navy'))).toMatchObject({ used_ips: 2 });

      expect(await alice.run(...words('network delete navy'))).toMatch(/Conflict|in use/);
      await alice.run(...words('port delete p2'));
      await alice.run(...words('subnet delete navy4 blue6'));
      await alice.run(...words('network delete navy'));
      await alice.run(...words('security group delete www'));
      expect(await alice.json(...words('port list'))).toEqual([]);
      expect((await alice.json(...words('network list'))).length).toBe(1);
      expect(await alice.run(...words('network show navy'))).toMatch(/No Network found/i);
    },
  );
});

const words = (text: string): string[] => text.split(' ');
