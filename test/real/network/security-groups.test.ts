import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LinuxBridgeDriver } from '../../../real/network/index.ts';
import type { PortBinding, SecurityGroupRule } from '../../../real/network/index.ts';
import { everythingIn, everythingOut, Lab, network, networkAbsence, port, reaches, subnet6, subnet6Id } from './lab.ts';

const absence = networkAbsence();
const tcp = { direction: 'ingress', etherType: 'IPv4', protocol: 'tcp' } as const;

describe.skipIf(absence !== '')(`guests are reached as their rules say${absence}`, () => {
  // The same promises, whatever the kernel has; what the stateless filter cannot promise is tested elsewhere.
  describe.each(['auto', 'stateless'] as const)('(tracking: %s)', (tracking) => {
    let lab: Lab;
    let driver: LinuxBridgeDriver;

    beforeAll(async () => {
      lab = await Lab.make();
      const place = { runFolder: lab.runFolder, networkNamespace: lab.host.path };
      driver = new LinuxBridgeDriver({ ...place, repairSeconds: 0, tracking });
      await driver.start([]);
    });

    afterEach(async () => {
      await lab.removeOthers();
      await driver.start([]);
    });

    afterAll(async () => {
      await driver?.stop({ takeDown: true });
      await lab?.remove();
    });

    const meet = async (rules: readonly SecurityGroupRule[], changes: Partial<PortBinding> = {}) => {
      const server = port(6, { rules, ...changes });
      const [client, guest] = await lab.plugged(driver, [port(5), server]);
      return { client: client!, guest: guest!, server };
    };

    it('by TCP on the ports of a range, and on no other', async () => {
      expect(driver.tracking).toBe(tracking === 'auto' ? 'bridge-netfilter' : 'stateless');
      const { client, guest } = await meet([...everythingOut, { ...tcp, portRangeMin: 7, portRangeMax: 8 }]);
      for (const number of ['7', '8', '9']) await guest.namespace.start('echo', number);
      expect(await client.connects('10.1.0.6', 7)).toBe(true);
      expect(await client.connects('10.1.0.6', 8)).toBe(true);
      expect(await client.connects('10.1.0.6', 9)).toBe(false);
      expect(await client.pings('10.1.0.6')).toBe(false);
    });

    it('by UDP, whose answers come back', async () => {
      const { client, guest, server } = await meet(everythingOut);
      await guest.namespace.start('echo', '53', 'udp');
      expect(await client.namespace.act('udp-ask', '10.1.0.6', '53')).toBe('nothing');
      const udp: SecurityGroupRule = { ...tcp, protocol: 'udp', portRangeMin: 53, portRangeMax: 53 };
      await driver.update({ ...server, rules: [...everythingOut, udp] });
      expect(await client.namespace.act('udp-ask', '10.1.0.6', '53')).toBe('hello');
    });

    it('by the types of ICMP that are allowed', async () => {
      const echo = { ...tcp, protocol: 'icmp', portRangeMin: 8, portRangeMax: 0 };
      const { client, server } = await meet([...everythingOut, echo]);
      expect(await client.pings('10.1.0.6')).toBe(true);
      await driver.update({ ...server, rules: [...everythingOut, { ...echo, portRangeMin: 13 }] });
      expect(await client.pings('10.1.0.6')).toBe(false);
    });

    it('only by members of the remote group, and by nobody when it is empty', async () => {
      const group = { ...tcp, protocol: '1', remoteAddresses: ['10.1.0.5', 'fd00:1::5'] };
      const { client, server } = await meet([...everythingOut, group]);
      const [other] = await lab.plugged(driver, [port(7)]);
      expect(await client.pings('10.1.0.6')).toBe(true);
      expect(await other!.pings('10.1.0.6')).toBe(false);
      await driver.update({ ...server, rules: [...everythingOut, { ...group, remoteAddresses: [] }] });
      expect(await client.pings('10.1.0.6')).toBe(false);
    });

    it('only from the block of addresses that a rule names', async () => {
      const { client, server } = await meet([
        ...everythingOut,
        { ...tcp, protocol: 'icmp', remoteIpPrefix: '10.1.0.4/31' },
      ]);
      expect(await client.pings('10.1.0.6')).toBe(true);
      await driver.update({
        ...server,
        rules: [...everythingOut, { ...tcp, protocol: 'icmp', remoteIpPrefix: '10.1.0.6/31' }],
      });
      expect(await client.pings('10.1.0.6')).toBe(false);
    });

    it('and send nothing where no rule lets them', async () => {
      const { client, guest } = await meet([...everythingOut, ...everythingIn]);
      expect(await client.pings('10.1.0.6')).toBe(true);
      expect(await guest.pings('10.1.0.5')).toBe(false);
      const mute = port(7, { rules: [] });
      const [silent] = await lab.plugged(driver, [mute]);
      expect(await silent!.pings('10.1.0.6')).toBe(false);
      const onlyTcp: SecurityGroupRule = {
        direction: 'egress',
        etherType: 'IPv4',
        protocol: 'tcp',
        portRangeMin: 7,
        portRangeMax: 7,
      };
      await guest.namespace.start('echo', '7');
      await driver.update({ ...mute, rules: [onlyTcp] });
      expect(await silent!.connects('10.1.0.6', 7)).toBe(true);
      expect(await silent!.pings('10.1.0.6')).toBe(false);
    });

    it('over IPv6', async () => {
      const both = network({ subnets: [...network().subnets, subnet6] });
      const fixedIps = (last: number) => [{ subnetId: subnet6Id, ipAddress: `fd00:1::${last}` }];
      const rules: SecurityGroupRule[] = [
        ...everythingOut,
        { ...tcp, etherType: 'IPv6', portRangeMin: 7, portRangeMax: 7 },
      ];
      const server = port(6, { network: both, fixedIps: fixedIps(6), rules });
      const [client, guest] = await lab.plugged(driver, [port(5, { network: both, fixedIps: fixedIps(5) }), server]);
      await guest!.namespace.start('echo', '7');
      await guest!.namespace.start('echo', '9');
      expect(await client!.connects('fd00:1::6', 7)).toBe(true);
      expect(await client!.connects('fd00:1::6', 9)).toBe(false);
      expect(await client!.pings('fd00:1::6')).toBe(false);
      const ping: SecurityGroupRule = { direction: 'ingress', etherType: 'IPv6', protocol: 'icmp', portRangeMin: 128 };
      await driver.update({ ...server, rules: [...rules, ping] });
      expect(await client!.pings('fd00:1::6')).toBe(true);
    });

    it('by everything when port security is off', async () => {
      const { client, guest } = await meet([], { portSecurity: false });
      await guest.namespace.start('echo', '9');
      expect(await client.pings('10.1.0.6')).toBe(true);
      expect(await client.connects('10.1.0.6', 9)).toBe(true);
      await guest.address('10.1.0.77/24');
      expect(await guest.namespace.succeeds('ping', '-c', '1', '-W', '1', '-I', '10.1.0.77', '10.1.0.1')).toBe(true);
    });

    it('by their host, whose answers they get too', async () => {
      const { guest, server } = await meet([...everythingOut, { ...tcp, portRangeMin: 7, portRangeMax: 7 }]);
      await guest.namespace.start('echo', '7');
      expect(await reaches(lab.host, '10.1.0.6', 7)).toBe(true);
      expect(await reaches(lab.host, '10.1.0.6', 9)).toBe(false);
      await driver.update({ ...server, rules: everythingOut });
      expect(await reaches(lab.host, '10.1.0.6', 7)).toBe(false);
    });
  });
});
