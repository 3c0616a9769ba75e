import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, domainLifecycleEvents, nameOf } from '../../../real/libvirt/index.ts';
import type { Connection } from '../../../real/libvirt/index.ts';
import { libvirtdAbsence, startLibvirtd } from './libvirtd.ts';
import type { Libvirtd } from './libvirtd.ts';

const guest = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>`;

const absence = libvirtdAbsence();

describe.skipIf(absence !== '')(`the mock driver of a real libvirtd${absence}`, () => {
  let daemon: Libvirtd;
  let connection: Connection;

  beforeAll(async () => {
    daemon = await startLibvirtd();
    connection = await connect({ uri: daemon.testUri });
  });

  afterAll(async () => {
    connection?.close();
    await daemon?.stop();
  });

  it('is the one that was asked for', async () => {
    expect(await connection.driverType()).toBe('TEST');
    expect(await connection.uri()).toBe('test:///default');
  });

  it('takes a domain through its life, and virsh sees every step', async () => {
    const domain = await connection.defineDomain(guest('life'));
    const state = async (): Promise<string> => (await daemon.virshTest('domstate', 'life')).trim();
    expect(await state()).toBe('shut off');
    await domain.create();
    expect(await state()).toBe('running');
    await domain.suspend();
    expect(await state()).toBe('paused');
    expect(await domain.state()).toMatchObject({ state: 'paused' });
    await domain.resume();
    await domain.setAutostart(true);
    expect(await daemon.virshTest('dominfo', 'life')).toMatch(/Autostart:\s+enable/);
    await domain.destroy();
    await domain.undefine();
    expect(await daemon.virshTest('list', '--all', '--name')).not.toContain('life');
    await expect(domain.state()).rejects.toMatchObject({ code: 'NO_DOMAIN' });
  });

  it('tells what virsh does', async () => {
    const heard: string[] = [];
    const subscription = await connection.subscribe('domain.lifecycle', ({ dom, event }) => {
      if (dom.name === 'watched') heard.push(nameOf(domainLifecycleEvents, event));
    });
    const domain = await connection.defineDomain(guest('watched'));
    await daemon.virshTest('start', 'watched');
    await daemon.virshTest('suspend', 'watched');
    await daemon.virshTest('resume', 'watched');
    await daemon.virshTest('destroy', 'watched');
    await daemon.virshTest('undefine', 'watched');
    await expect.poll(() => heard).toEqual(['defined', 'started', 'suspended', 'resumed', 'stopped', 'undefined']);
    await subscription.close();
    await expect(domain.info()).rejects.toMatchObject({ code: 'NO_DOMAIN' });
  });

  it('keeps hostile text as it is, inside XML and out of it', async () => {
    const hostile = `"'><x/>&amp; $(reboot) ; \u202e💥 ${'ä'.repeat(300)}`;
    const domain = (await connection.listDomains())[0];
    if (!domain) throw new Error('the mock driver has a domain called test');
    await domain.setMetadata(0, hostile);
    expect(await domain.metadata(0)).toBe(hostile);
    expect(await daemon.virshTest('desc', domain.name)).toContain(hostile);
    await expect(connection.lookupDomainByName(hostile)).rejects.toMatchObject({ code: 'NO_DOMAIN' });
    await expect(connection.defineDomain(hostile)).rejects.toMatchObject({ code: 'XML_DETAIL' });
  });

  it('names what it cannot do', async () => {
    const domain = await connection.lookupDomainByName('test');
    await expect(domain.blockJobAbort('vda')).rejects.toMatchObject({ code: 'NO_SUPPORT' });
    await expect(connection.lookupDomainByUuid('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'NO_DOMAIN',
      domain: 'TEST',
    });
  });

  it('answers a thousand calls made together, each with its own answer', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `many-${index}`);
    const domains = await Promise.all(names.map((name) => connection.defineDomain(guest(name))));
    const answers = await Promise.all(
      Array.from({ length: 1000 }, async (_, turn) => {
        const domain = domains[turn % 10];
        if (turn % 3 === 0) return connection.lookupDomainByName(names[turn % 10] ?? '').then(({ uuid }) => uuid);
        return connection.lookupDomainByUuid(domain?.uuid ?? '').then(({ uuid }) => uuid);
      }),
    );
    for (const [turn, uuid] of answers.entries()) expect(uuid).toBe(domains[turn % 10]?.uuid);
    await Promise.all(domains.map((domain) => domain.undefine()));
  });
});
