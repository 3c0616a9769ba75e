import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinuxBridgeDriver } from '../../../real/network/index.ts';
import type { NetworkBinding } from '../../../real/network/index.ts';
import { everythingOut, Lab, network, networkAbsence, port, reaches } from './lab.ts';
import type { Namespace } from './lab.ts';

const absence = networkAbsence();
const echo = { direction: 'ingress', etherType: 'IPv4', protocol: 'tcp', portRangeMin: 7, portRangeMax: 7 } as const;
const floating = '203.0.113.9';

describe.skipIf(absence !== '')(`routers of a host${absence}`, () => {
  let lab: Lab;
  let driver: LinuxBridgeDriver;
  let outside: Namespace;

  beforeEach(async () => {
    lab = await Lab.make();
    outside = await lab.outside();
    await outside.run('ip', 'route', 'add', '203.0.113.0/24', 'via', '198.51.100.1');
    driver = new LinuxBridgeDriver({ runFolder: lab.runFolder, networkNamespace: lab.host.path, repairSeconds: 0 });
    await driver.start([]);
  });

  afterEach(async () => {
    await driver?.stop({ takeDown: true });
    await lab?.remove();
  });

  const routed = (octet: number, ...others: readonly number[]): NetworkBinding => {
    const { subnets } = network({}, octet);
    const subnet = { ...subnets[0]!, cidr: `10.${octet}.0.0/24`, gatewayIp: `10.${octet}.0.1` };
    return network({ subnets: [subnet], routes: others.map((other) => network({}, other).id) }, octet);
  };

  describe('lead a floating address', () => {
    const floats = { floatingIps: [{ fixedIp: '10.1.0.5', ipAddress: floating }], rules: [...everythingOut, echo] };
    const outward = network({ nat: true });

    it('to its guest as far as the security groups let it, and back', async () => {
      const [guest] = await lab.plugged(driver, [port(5, { network: outward, ...floats })]);
      await guest!.namespace.start('echo', '7');
      await guest!.namespace.start('echo', '9');
      expect(await reaches(outside, floating, 7)).toBe(true);
      expect(await reaches(outside, floating, 9)).toBe(false);
      expect(await reaches(lab.host, floating, 7)).toBe(true);
      const held = await outside.start('hold', floating, '7');
      expect(await held.ask('one')).toBe('one');
      await driver.repair();
      expect(await held.ask('two')).toBe('two');
    });

    it('so that the guest is known by it outside', async () => {
      const [known, other] = await lab.plugged(driver, [
        port(5, { network: outward, ...floats }),
        port(6, { network: outward }),
      ]);
      const seenBy = async (guest: typeof known): Promise<string> => {
        const listening = outside.run('timeout', '3', 'nc', '-n', '-l', '-v', '-w', '2', '7000').catch(String);
        await expect.poll(() => outside.run('ss', '-Hltn')).toContain(':7000');
        const peer = guest!.namespace.run('sh', '-c', 'sleep 0.3 | nc -n -w 1 198.51.100.2 7000').catch(String);
        await expect
          .poll(() => outside.run('ss', '-Htn', 'sport', '=', ':7000'), { timeout: 2000, interval: 20 })
          .toMatch(/\d/);
        const found = await outside.run('ss', '-Htn', 'sport', '=', ':7000');
        await Promise.all([peer, listening]);
        return found.trim().split(/\s+/)[4]?.replace(/:\d+$/, '') ?? found;
      };
      expect(await seenBy(known)).toBe(floating);
      expect(await seenBy(other)).toBe('198.51.100.1');
    });

    it('to another guest when it moves, and nowhere when it is taken away', async () => {
      const first = port(5, { network: outward, ...floats });
      const second = port(6, { network: outward, rules: floats.rules });
      const guests = await lab.plugged(driver, [first, second]);
      for (const guest of guests) await guest.namespace.start('echo', '7');
      await guests[1]!.namespace.start('echo', '70');
      const open = { ...echo, portRangeMin: 7, portRangeMax: 70 };
      const moved = { ...second, rules: [...everythingOut, open] };
      await driver.update({ ...moved, floatingIps: [{ fixedIp: '10.1.0.6', ipAddress: floating }] });
      await driver.update({ ...first, floatingIps: [] });
      expect(await reaches(outside, floating, 70)).toBe(true);
      await driver.unplug(second.id);
      expect(await reaches(outside, floating, 7)).toBe(false);
      const left = await lab.host.run('ip', 'address');
      expect(left).not.toContain(floating);
      expect(await lab.host.run('nft', 'list', 'ruleset')).not.toContain(floating);
    });

    it('again after a crash', async () => {
      const one = port(5, { network: outward, ...floats });
      const [guest] = await lab.plugged(driver, [one]);
      await guest!.namespace.start('echo', '7');
      await driver.stop();
      await lab.host.run('nft', 'flush', 'ruleset');
      await lab.host.run('ip', 'address', 'delete', `${floating}/32`, 'dev', `brq${outward.id.slice(0, 11)}`);
      await driver.start([one]);
      expect(await reaches(outside, floating, 7)).toBe(true);
    });
  });

  it('join networks that name each other, and no others', async () => {
    const [one, two, apart] = [routed(1, 2), routed(2, 1), routed(3)];
    const rules = [...everythingOut, echo];
    const ports = [
      port(5, { network: one, rules }),
      port(6, { network: two, rules }),
      port(7, { network: apart, rules }),
    ];
    const guests = await lab.plugged(driver, ports);
    for (const guest of guests) await guest.namespace.start('echo', '7');
    expect(await guests[0]!.connects('10.2.0.6', 7)).toBe(true);
    expect(await guests[1]!.connects('10.1.0.5', 7)).toBe(true);
    expect(await guests[0]!.connects('10.3.0.7', 7)).toBe(false);
    expect(await guests[2]!.connects('10.1.0.5', 7)).toBe(false);
    await driver.update({ ...ports[0]!, network: routed(1) });
    await driver.update({ ...ports[1]!, network: routed(2) });
    expect(await guests[0]!.connects('10.2.0.6', 7)).toBe(false);
  });
});
