import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, domainLifecycleEvents, domainMigrateFlags, nameOf } from '../../../real/libvirt/index.ts';
import type { Connection } from '../../../real/libvirt/index.ts';
import { libvirtdAbsence, startLibvirtd } from './libvirtd.ts';
import type { Libvirtd } from './libvirtd.ts';
import { romGuest, untilReady } from './rom-guest.ts';

const absence = libvirtdAbsence();

describe.skipIf(absence !== '')(`a real libvirtd in trouble${absence}`, () => {
  let daemon: Libvirtd;
  let connection: Connection;

  beforeAll(async () => {
    daemon = await startLibvirtd();
    connection = await connect({ uri: daemon.qemuUri, reconnect: { delayMs: 20, delayMsMax: 200 } });
  });

  afterAll(async () => {
    connection?.close();
    await daemon?.stop();
  });

  const qemuPid = (name: string): number =>
    Number(readFileSync(path.join(daemon.folder, `run/qemu/${name}.pid`), 'utf8'));

  it('waiting for guests that hang does not keep others waiting', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `hang-${index}`);
    const guests = names.map((name) => romGuest(daemon.folder, { name }));
    const domains = await Promise.all(guests.map((guest) => connection.createDomain(guest.xml)));
    for (const name of names) process.kill(qemuPid(name), 'SIGSTOP');
    let answered = 0;
    // More than libvirtd takes from one client at a time: on one line, everything behind them would wait.
    const hanging = domains.map(async (domain) => {
      await domain.monitorCommand('{"execute":"query-status"}');
      answered += 1;
    });
    await sleep(200);
    const quick = await Promise.all(Array.from({ length: 200 }, () => connection.lookupDomainByName('hang-0')));
    expect(quick).toHaveLength(200);
    expect(answered).toBe(0);
    for (const name of names) process.kill(qemuPid(name), 'SIGCONT');
    await Promise.all(hanging);
    expect(answered).toBe(8);
    await Promise.all(domains.map((domain) => domain.destroy()));
  });

  it('killed and started again is found again, with its guests and our registrations', async () => {
    const guest = romGuest(daemon.folder, { name: 'survivor' });
    const domain = await connection.createDomain(guest.xml);
    await untilReady(guest);
    const pid = qemuPid('survivor');
    const heard: string[] = [];
    await connection.subscribe('domain.lifecycle', ({ dom, event }) => {
      if (dom.name === 'survivor') heard.push(nameOf(domainLifecycleEvents, event));
    });
    process.kill(pid, 'SIGSTOP');
    const underWay = domain.monitorCommand('{"execute":"query-status"}');
    const outcome = underWay.catch((error: unknown) => error);
    await sleep(100);
    const lost = once(connection, 'lost');
    const restored = once(connection, 'restored');
    await daemon.kill();
    process.kill(pid, 'SIGCONT');
    expect(await outcome).toMatchObject({ code: 'CONNECTION_LOST', mayHaveRun: true });
    await lost;
    const meanwhile = domain.state();
    await daemon.start();
    await restored;
    expect(await meanwhile).toMatchObject({ state: 'running' });
    expect(qemuPid('survivor')).toBe(pid);
    await daemon.virsh('suspend', 'survivor');
    await expect.poll(() => heard).toContain('suspended');
    await domain.destroy();
  });

  it('that stands still is noticed by its silence, and found again when it goes on', async () => {
    const watchful = await connect({ uri: daemon.qemuUri, keepalive: { intervalMs: 300, unansweredMax: 2 } });
    const lost = once(watchful, 'lost');
    daemon.pause();
    const call = watchful.hostname().catch((error: unknown) => error);
    const [cause] = (await lost) as [Error];
    expect(cause.message).toContain('no sign of life');
    expect(await call).toMatchObject({ code: 'CONNECTION_LOST', mayHaveRun: true });
    daemon.goOn();
    expect(await watchful.hostname()).toBe((await daemon.virsh('hostname')).trim());
    watchful.close();
  });

  it('moves a running guest to another, peer to peer, while other calls are answered', async () => {
    const target = await startLibvirtd();
    const there = await connect({ uri: target.qemuUri });
    try {
      const guest = romGuest(daemon.folder, { name: 'moved' });
      const domain = await connection.createDomain(guest.xml);
      await untilReady(guest);
      const jobs: unknown[] = [];
      await connection.subscribe('domain.jobCompleted', ({ params }) => jobs.push(params));
      const progress = { over: false };
      const migration = domain
        .migrateTo(target.qemuUri, {
          flags: domainMigrateFlags.live | domainMigrateFlags.unsafe,
          params: { migrate_uri: 'tcp://127.0.0.1:49321' },
        })
        .finally(() => (progress.over = true));
      let answered = 0;
      while (!progress.over) {
        await connection.hostname();
        answered += 1;
        await sleep(1);
      }
      await migration;
      expect(answered).toBeGreaterThan(10);
      expect((await target.virsh('domstate', 'moved')).trim()).toBe('running');
      expect(await daemon.virsh('list', '--all', '--name')).not.toContain('moved');
      await expect(domain.state()).rejects.toMatchObject({ code: 'NO_DOMAIN' });
      await expect.poll(() => jobs.length).toBe(1);
      const moved = await there.lookupDomainByUuid(domain.uuid);
      expect(await moved.state()).toMatchObject({ state: 'running' });
      await moved.destroy();
    } finally {
      there.close();
      await target.stop();
    }
  });
});
