import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinuxBridgeDriver, NetworkError } from '../../../real/network/index.ts';
import type { LinuxBridgeOptions, NetworkBinding, PortBinding } from '../../../real/network/index.ts';
import { tapNames } from '../../../real/network/device-names.ts';
import { bridgeOf, dnsmasqs, found, linkNames, wantedOf } from './found-on-host.ts';
import { everythingIn, everythingOut, Lab, network, networkAbsence, port } from './lab.ts';

const absence = networkAbsence();

describe.skipIf(absence !== '')(`what a host has is what it was asked for${absence}`, () => {
  let lab: Lab;
  let driver: LinuxBridgeDriver;

  const makeDriver = (options: LinuxBridgeOptions = {}): LinuxBridgeDriver =>
    new LinuxBridgeDriver({ runFolder: lab.runFolder, networkNamespace: lab.host.path, repairSeconds: 0, ...options });

  beforeEach(async () => {
    lab = await Lab.make();
    driver = makeDriver();
    await driver.start([]);
  });

  afterEach(async () => {
    await driver?.stop({ takeDown: true });
    await lab?.remove();
  });

  const other = (octet: number): NetworkBinding => {
    const [subnet] = network().subnets;
    return network({ subnets: [{ ...subnet!, cidr: `10.${octet}.0.0/24`, gatewayIp: `10.${octet}.0.1` }] }, octet);
  };

  it('leaves nothing behind when the last port goes, and nothing at all when it is taken down', async () => {
    const before = await lab.host.run('nft', 'list', 'ruleset');
    const links = await linkNames(lab);
    const ports = [port(5), port(6), port(7, { network: other(2) })];
    await Promise.all(ports.map((one) => driver.plug(one)));
    expect(await found(lab)).toEqual(wantedOf(ports));
    await driver.unplug(ports[0]!.id);
    expect(await found(lab)).toEqual(wantedOf(ports.slice(1)));
    for (const { id } of ports) await driver.unplug(id);
    expect(await linkNames(lab)).toEqual(links);
    expect(await lab.host.run('nft', 'list', 'ruleset')).toBe(before);
    expect(dnsmasqs(lab)).toEqual([]);
    await driver.stop({ takeDown: true });
    expect(await lab.host.run('nft', 'list', 'ruleset')).toBe('');
    expect(existsSync(lab.runFolder)).toBe(false);
  });

  it('may be asked for twice, and for the end of what was never there', async () => {
    const one = port(5);
    const first = await driver.plug(one);
    const links = await lab.host.run('ip', 'link', 'show');
    expect(await driver.plug(one)).toEqual(first);
    expect(await lab.host.run('ip', 'link', 'show')).toBe(links);
    await driver.unplug(port(9).id);
    await driver.unplug(one.id);
    await driver.unplug(one.id);
    await expect(driver.update(one)).rejects.toMatchObject({ code: 'port-not-found' });
  });

  it('follows a network that changes: addresses, MTU, DHCP', async () => {
    const one = port(5);
    await driver.plug(one);
    const [subnet] = one.network.subnets;
    const changed = {
      ...one.network,
      mtu: 1400,
      subnets: [{ ...subnet!, gatewayIp: '10.1.0.254', dnsNameservers: [] }],
    };
    await driver.update({ ...one, network: changed });
    const { tapDevice, mtu } = await driver.plug({ ...one, network: changed });
    expect(mtu).toBe(1400);
    const lease = await (await lab.guest(tapDevice, one.macAddress)).dhcp();
    expect(lease).toMatchObject({ ip: '10.1.0.5', router: '10.1.0.254', mtu: '1400' });
    expect(lease).not.toHaveProperty('dns');
    expect(await lab.host.run('ip', '-4', 'address', 'show', 'dev', bridgeOf(one))).not.toContain('10.1.0.1/');
  });

  it('is kept over the end of the driver: neither guest nor connection notices', async () => {
    const rules = [...everythingIn, ...everythingOut];
    const ports = [port(5, { rules }), port(6, { rules })];
    const [client, server] = await lab.plugged(driver, ports);
    await server!.namespace.start('echo', '7');
    const held = await client!.namespace.start('hold', '10.1.0.6', '7');
    expect(await held.ask('one')).toBe('one');
    const before = [await linkIndexes(lab), dnsmasqs(lab)];
    // As after a crash: the old one never says good-bye.
    driver = makeDriver();
    await driver.start(ports);
    expect([await linkIndexes(lab), dnsmasqs(lab)]).toEqual(before);
    expect(await held.ask('two')).toBe('two');
    expect(await driver.repair()).toEqual([]);
    await driver.unplug(ports[0]!.id);
    expect(await found(lab)).toEqual(wantedOf(ports.slice(1)));
  });

  it('loses at the start what a crash left of ports that nobody wants', async () => {
    const [kept, gone, lonely] = [port(5), port(6), port(7, { network: other(2) })];
    for (const one of [kept, gone, lonely]) await driver.plug(one);
    driver = makeDriver();
    await driver.start([kept]);
    expect(await found(lab)).toEqual(wantedOf([kept]));
    expect(readdirSync(path.join(lab.runFolder, 'dhcp'))).toEqual([kept.network.id]);
    expect(readdirSync(path.join(lab.runFolder, 'devices'))).toHaveLength(2);
  });

  it('is told apart from devices of others, even where a crash came between two steps', async () => {
    const one = port(5);
    await driver.plug(one);
    const tap = `tap${one.id.slice(0, 11)}`;
    // Made and written down, but not named yet; and somebody else's, which looks the same.
    await lab.host.run('ip', 'link', 'set', 'dev', tap, 'alias', '');
    await lab.host.run('ip', 'tuntap', 'add', 'dev', 'tap11111111-11', 'mode', 'tap');
    driver = makeDriver();
    await driver.start([]);
    expect(await linkNames(lab)).toEqual(['lo', 'tap11111111-11']);
  });

  it('has another name where somebody else has the usual one', async () => {
    const one = port(5);
    const usual = [`tap${one.id.slice(0, 11)}`, `brq${one.network.id.slice(0, 11)}`];
    await lab.host.run('ip', 'tuntap', 'add', 'dev', usual[0]!, 'mode', 'tap');
    await lab.host.run('ip', 'link', 'add', usual[1]!, 'type', 'bridge');
    const { tapDevice } = await driver.plug(one);
    expect(tapDevice).toMatch(/^tap[0-9a-f]{11}$/);
    expect(usual).not.toContain(tapDevice);
    expect(await (await lab.guest(tapDevice, one.macAddress)).dhcp()).toMatchObject({ ip: '10.1.0.5' });
    const twin = port(6, { id: `${one.id.slice(0, 24)}000000000000` });
    expect((await driver.plug(twin)).tapDevice).not.toBe(tapDevice);
    await driver.unplug(one.id);
    await driver.unplug(twin.id);
    expect(await linkNames(lab)).toEqual(['lo', ...usual].sort());
  });

  it.each(['tap', 'bridge', 'bridge and taps', 'rule', 'tables', 'dnsmasq', 'address'])(
    'comes back when somebody takes away: %s',
    async (what) => {
      const rules = [...everythingIn, ...everythingOut];
      const ports = [port(5, { rules }), port(6, { rules })];
      for (const one of ports) await driver.plug(one);
      await driver.repair();
      expect(await driver.repair()).toEqual([]);
      const whole = await found(lab);
      const rulesBefore = await lab.host.run('nft', '-s', 'list', 'ruleset');
      await takeAway(lab, what, ports[0]!);
      expect(await driver.repair()).not.toEqual([]);
      expect(await driver.repair()).toEqual([]);
      expect(await found(lab)).toEqual(whole);
      expect(await lab.host.run('nft', '-s', 'list', 'ruleset')).toBe(rulesBefore);
      const guest = await lab.guest(`tap${ports[0]!.id.slice(0, 11)}`, ports[0]!.macAddress);
      expect(await guest.dhcp()).toMatchObject({ ip: '10.1.0.5' });
    },
  );

  it('comes back by itself, without being asked', async () => {
    await driver.stop();
    driver = makeDriver({ repairSeconds: 0.2 });
    const one = port(5);
    await driver.start([one]);
    for (const what of ['dnsmasq', 'tap', 'tables']) {
      await takeAway(lab, what, one);
      await expect.poll(() => found(lab)).toEqual(wantedOf([one]));
    }
  });

  it('is plugged also where the bridge or the rules have just been taken away', async () => {
    const first = port(5);
    await driver.plug(first);
    await takeAway(lab, 'bridge', first);
    await driver.plug(port(6));
    await takeAway(lab, 'tables', first);
    const last = port(7);
    const { tapDevice } = await driver.plug(last);
    expect(await (await lab.guest(tapDevice, last.macAddress)).dhcp()).toMatchObject({ ip: '10.1.0.7' });
    expect((await found(lab)).taps).toHaveLength(3);
    expect((await found(lab)).chains).toHaveLength(6);
  });

  it('is 30 ports when 30 are asked for at once, with few changes of the rules', async () => {
    const ports = Array.from({ length: 30 }, (_, index) =>
      port(index + 10, { network: index % 3 === 0 ? network() : other(2) }),
    );
    const before = driver.ruleChanges;
    await Promise.all(ports.map((one) => driver.plug(one)));
    expect(driver.ruleChanges - before).toBeLessThan(20);
    expect(await found(lab)).toEqual(wantedOf(ports));
    expect(await driver.repair()).toEqual([]);
    await Promise.all(ports.map(({ id }) => driver.unplug(id)));
    expect(await found(lab)).toEqual(wantedOf([]));
  });

  it('is a device of several queues for a guest of several, and again of one', async () => {
    const one = port(5);
    const { tapDevice } = await driver.plug(one, { queues: 4 });
    const isShared = async () =>
      (await lab.host.run('ip', '-details', 'link', 'show', 'dev', tapDevice)).includes(' multi_queue ');
    expect(await isShared()).toBe(true);
    driver = makeDriver();
    await driver.start([one]);
    expect(await isShared()).toBe(true);
    await driver.plug(one, { queues: 1 });
    expect(await isShared()).toBe(false);
    await expect(driver.plug(one, { queues: 0 })).rejects.toMatchObject({ code: 'bad-port' });
  });

  it('is refused with a reason, and then nothing of it is there', async () => {
    const refused = async (act: Promise<unknown>, code: string, text: RegExp): Promise<void> => {
      const error: unknown = await act.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(NetworkError);
      expect(error).toMatchObject({ code, message: expect.stringMatching(text) });
    };
    await driver.plug(port(5));
    const kept = await found(lab);
    const twin = { ...network(), id: other(9).id, subnets: [{ ...network().subnets[0]!, cidr: '10.0.0.0/8' }] };
    await refused(driver.plug(port(6, { network: twin })), 'subnet-overlap', /10\.0\.0\.0\/8 overlaps 10\.1\.0\.0\/24/);
    const unlucky = port(7, { network: other(3) });
    const names = tapNames(unlucky.id);
    for (const name of names) await lab.host.run('ip', 'tuntap', 'add', 'dev', name, 'mode', 'tap');
    await refused(driver.plug(unlucky), 'name-taken', /every name for astrolabe:port:.* is taken/);
    for (const name of names) await lab.host.run('ip', 'link', 'delete', 'dev', name);
    expect(await found(lab)).toEqual(kept);
    await refused(driver.start([{ ...unlucky, macAddress: 'ff:ff:ff:ff:ff:ff' }]), 'bad-port', /macAddress/);
    await driver.stop();
    await refused(driver.plug(port(8)), 'not-started', /not started/);
    await driver.start([]);
  });

  it('has no port whose network cannot have DHCP, and says what dnsmasq said', async () => {
    await lab.host.start('echo', '67', 'udp');
    const failing = driver.plug(port(5));
    await expect(failing).rejects.toMatchObject({ code: 'dhcp-failed', message: expect.stringContaining('in use') });
    expect(await found(lab)).toEqual(wantedOf([]));
    expect(await linkNames(lab)).toEqual(['lo']);
  });

  it('is what is wanted after any sequence of plug, update, unplug, new start and damage', async () => {
    const networks = [network(), other(2)];
    const candidates = Array.from({ length: 5 }, (_, index) => port(index + 5, { network: networks[index % 2]! }));
    const command = fc.record({
      verb: fc.constantFrom('plug', 'plug', 'plug', 'update', 'unplug', 'unplug', 'crash', 'damage'),
      which: fc.integer({ min: 0, max: candidates.length - 1 }),
      damage: fc.constantFrom('tap', 'bridge', 'tables', 'dnsmasq', 'rule'),
    });
    const batch = fc.array(command, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 5 }), async (batches) => {
        await driver.stop({ takeDown: true });
        driver = makeDriver();
        await driver.start([]);
        const wanted = new Map<string, PortBinding>();
        for (const commands of batches) {
          // Those of a batch run at once, each on a port of its own.
          const own = commands.filter(({ which }, index) => commands.findIndex((one) => one.which === which) === index);
          await Promise.all(
            own.map(async ({ verb, which }) => {
              const one = candidates[which]!;
              if (verb === 'plug') wanted.set(one.id, one);
              if (verb === 'unplug') wanted.delete(one.id);
              if (verb === 'plug') await driver.plug(one);
              if (verb === 'unplug') await driver.unplug(one.id);
              if (verb === 'update' && wanted.has(one.id)) await driver.update({ ...one, rules: everythingIn });
            }),
          );
          for (const { verb, which, damage } of own) {
            if (verb === 'damage') await takeAway(lab, damage, candidates[which]!).catch(() => {});
            if (verb !== 'crash') continue;
            driver = makeDriver();
            await driver.start([...wanted.values()]);
          }
        }
        await driver.repair();
        expect(await found(lab)).toEqual(wantedOf([...wanted.values()]));
        expect(await driver.repair()).toEqual([]);
      }),
      { numRuns: Number(process.env['NETWORK_SEQUENCES'] ?? 6) },
    );
  });
});

const linkIndexes = async (lab: Lab): Promise<string[]> =>
  (JSON.parse(await lab.host.run('ip', '-json', 'link', 'show')) as { ifname: string; ifindex: number }[]).map(
    ({ ifname, ifindex }) => `${ifname} ${ifindex}`,
  );

async function takeAway(lab: Lab, what: string, one: PortBinding): Promise<void> {
  const { host } = lab;
  const tap = `tap${one.id.slice(0, 11)}`;
  switch (what) {
    case 'tap':
      return void (await host.run('ip', 'link', 'delete', 'dev', tap));
    case 'bridge':
      return void (await host.run('ip', 'link', 'delete', 'dev', bridgeOf(one)));
    case 'bridge and taps':
      for (const name of await linkNames(lab)) if (name !== 'lo') await host.run('ip', 'link', 'delete', 'dev', name);
      return;
    case 'rule':
      return void (await host.run('nft', 'flush', 'chain', 'bridge', 'astrolabe', `from-${one.id}`));
    case 'tables':
      return void (await host.run('nft', 'flush', 'ruleset'));
    case 'dnsmasq': {
      const victims = dnsmasqs(lab).filter(({ network: id }) => id === one.network.id);
      for (const { pid } of victims) process.kill(pid, 'SIGKILL');
      return;
    }
    case 'address':
      return void (await host.run('ip', 'address', 'flush', 'dev', bridgeOf(one)));
    default:
      throw new Error(`nobody knows how to take away ${what}`);
  }
}
