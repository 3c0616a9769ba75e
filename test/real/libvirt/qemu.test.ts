import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  blockCopyFlags,
  blockJobAbortFlags,
  blockJobStatuses,
  connect,
  domainAffects,
  domainLifecycleEvents,
  domainMetadataTypes,
  domainSaveFlags,
  domainUndefineFlags,
  domainVcpuFlags,
  nameOf,
} from '../../../real/libvirt/index.ts';
import type { Connection, EventKind, EventPayloads } from '../../../real/libvirt/index.ts';
import { libvirtdAbsence, startLibvirtd } from './libvirtd.ts';
import type { Libvirtd } from './libvirtd.ts';
import { romGuest, untilReady } from './rom-guest.ts';

const absence = libvirtdAbsence();

describe.skipIf(absence !== '')(`QEMU under a real libvirtd${absence}`, () => {
  let daemon: Libvirtd;
  let connection: Connection;

  beforeAll(async () => {
    daemon = await startLibvirtd();
    connection = await connect({ uri: daemon.qemuUri });
  });

  afterAll(async () => {
    connection?.close();
    await daemon?.stop();
  });

  const domstate = async (name: string): Promise<string> => (await daemon.virsh('domstate', name)).trim();
  const disk = (name: string, sizeMib: number): string => {
    const file = path.join(daemon.folder, name);
    execFileSync('qemu-img', ['create', '-q', '-f', name.endsWith('.raw') ? 'raw' : 'qcow2', file, `${sizeMib}M`]);
    return file;
  };
  const scsiDisk = (file: string, dev = 'sda'): string =>
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${file}'/>` +
    `<target dev='${dev}' bus='scsi'/></disk>`;

  async function gather<Kind extends EventKind>(kind: Kind): Promise<EventPayloads[Kind][]> {
    const heard: EventPayloads[Kind][] = [];
    await connection.subscribe(kind, (event) => heard.push(event));
    return heard;
  }

  it('says of the node what virsh says', async () => {
    const [info, nodeinfo] = await Promise.all([connection.nodeInfo(), daemon.virsh('nodeinfo')]);
    expect(nodeinfo).toMatch(new RegExp(`CPU\\(s\\):\\s+${info.cpus}\\n`));
    expect(nodeinfo).toMatch(new RegExp(`CPU model:\\s+${info.model}\\n`));
    expect(nodeinfo).toMatch(new RegExp(`Memory size:\\s+${info.memoryKib} KiB`));
    expect(await connection.hostname()).toBe((await daemon.virsh('hostname')).trim());
    expect((await connection.capabilities()).trim()).toBe((await daemon.virsh('capabilities')).trim());
    expect((await connection.domainCapabilities({ arch: 'x86_64', virtType: 'qemu' })).trim()).toBe(
      (await daemon.virsh('domcapabilities', '--arch', 'x86_64', '--virttype', 'qemu')).trim(),
    );
    const names = (await daemon.virsh('cpu-models', 'x86_64')).trim().split('\n');
    expect([...(await connection.cpuModelNames('x86_64'))].toSorted()).toEqual(names.toSorted());
    const { total } = await connection.nodeMemoryStats();
    expect(await daemon.virsh('nodememstats')).toMatch(new RegExp(`total\\s*:\\s+${total} KiB`));
    expect(Object.keys(await connection.nodeCpuStats(0)).toSorted()).toEqual(['idle', 'iowait', 'kernel', 'user']);
    expect(await connection.nodeFreePages([4], 0, 1)).toHaveLength(1);
    expect(await connection.version()).toMatchObject({ libvirt: expect.any(Number), hypervisor: expect.any(Number) });
  });

  it('runs a guest through its life: what we do virsh sees, what virsh does we hear', async () => {
    const guest = romGuest(daemon.folder, { name: 'life' });
    const lifecycle = await gather('domain.lifecycle');
    const domain = await connection.defineDomain(guest.xml);
    expect((await daemon.virsh('domuuid', 'life')).trim()).toBe(domain.uuid);
    const running = await domain.create();
    expect(running.id).toBeGreaterThan(0);
    await untilReady(guest);
    expect(await domstate('life')).toBe('running');
    expect(await domain.info()).toMatchObject({ state: 'running', memoryMaxKib: 16_384, vcpus: 1 });
    expect((await connection.lookupDomainById(running.id)).uuid).toBe(domain.uuid);

    await daemon.virsh('suspend', 'life');
    expect(await domain.state()).toMatchObject({ state: 'paused' });
    await domain.resume();
    expect(await domstate('life')).toBe('running');
    await domain.reset();
    await untilReady(guest, 2);

    await domain.destroy();
    expect(await domstate('life')).toBe('shut off');
    await domain.undefine();
    expect(await daemon.virsh('list', '--all', '--name')).not.toContain('life');
    // QEMU says, or does not say, that it shuts down before libvirt has it stopped.
    const names = (): string[] =>
      lifecycle
        .filter(({ dom }) => dom.name === 'life')
        .map(({ event }) => nameOf(domainLifecycleEvents, event))
        .filter((name) => name !== 'shutdown');
    await expect.poll(names).toEqual(['defined', 'resumed', 'started', 'suspended', 'resumed', 'stopped', 'undefined']);
  });

  it('carries a console both ways, and a picture of the screen', async () => {
    const guest = romGuest(daemon.folder, { name: 'talk' });
    const domain = await connection.createDomain(guest.xml);
    await untilReady(guest);
    const talk = await domain.openConsole();
    talk.write('HAL');
    let said = '';
    for await (const chunk of talk) {
      said += (chunk as Buffer).toString('latin1');
      if (said.length >= 3) break;
    }
    expect(said.slice(-3)).toBe('IBM');
    const { mime, data } = await domain.screenshot();
    const picture = await buffer(data);
    expect(['image/png', 'image/x-portable-pixmap']).toContain(mime);
    expect(picture.subarray(0, 4).toString('latin1')).toMatch(/PNG|P6/);
    expect(picture.length).toBeGreaterThan(100);
    await domain.destroy();
    await expect(domain.state()).rejects.toMatchObject({ code: 'NO_DOMAIN' });
  });

  it('attaches, measures, grows, copies and detaches disks, and says so', async () => {
    const guest = romGuest(daemon.folder, { name: 'disks' });
    const blockJobs = await gather('domain.blockJob2');
    const added = await gather('domain.deviceAdded');
    const removed = await gather('domain.deviceRemoved');
    const domain = await connection.createDomain(guest.xml);
    await untilReady(guest);
    await domain.attachDevice(scsiDisk(disk('hot.qcow2', 8)));
    expect(await daemon.virsh('domblklist', 'disks')).toMatch(/sda\s+.*hot\.qcow2/);
    expect(await domain.blockInfo('sda')).toMatchObject({ capacityBytes: 8 << 20 });
    expect(await domain.blockStats('sda')).toMatchObject({ rd_bytes: expect.any(BigInt) });
    await domain.blockResize('sda', 12 << 20);
    expect(await daemon.virsh('domblkinfo', 'disks', 'sda')).toMatch(/Capacity:\s+12582912/);
    await domain.setBlockIoTune('sda', { total_iops_sec: 50 });
    expect(await domain.blockIoTune('sda')).toMatchObject({ total_iops_sec: 50n });
    expect(await daemon.virsh('blkdeviotune', 'disks', 'sda')).toMatch(/total_iops_sec\s*: 50/);

    const copy = path.join(daemon.folder, 'copy.qcow2');
    const copyXml = `<disk type='file'><driver type='qcow2'/><source file='${copy}'/></disk>`;
    await domain.blockCopy('sda', copyXml, {}, blockCopyFlags.transientJob);
    await expect.poll(() => blockJobs.map(({ status }) => nameOf(blockJobStatuses, status))).toEqual(['ready']);
    expect(await domain.blockJob('sda')).toMatchObject({ doneBytes: expect.any(BigInt) });
    await domain.blockJobAbort('sda', blockJobAbortFlags.pivot);
    expect(await daemon.virsh('domblklist', 'disks')).toMatch(/sda\s+.*copy\.qcow2/);
    expect(await domain.blockJob('sda')).toBeUndefined();

    await daemon.virsh('detach-disk', 'disks', 'sda', '--live');
    await expect.poll(() => removed.map(({ dom }) => dom.name)).toEqual(['disks']);
    expect(added.map(({ devAlias }) => devAlias)).toEqual(removed.map(({ devAlias }) => devAlias));
    await domain.destroy();
  });

  it('saves, restores, and keeps a saved guest for the next start', async () => {
    const guest = romGuest(daemon.folder, { name: 'saved' });
    const domain = await connection.defineDomain(guest.xml);
    await domain.create();
    await untilReady(guest);
    const file = path.join(daemon.folder, 'saved.state');
    await domain.save(file);
    expect(await domstate('saved')).toBe('shut off');
    await connection.restoreDomain(file, null, domainSaveFlags.paused);
    expect(await domstate('saved')).toBe('paused');
    await domain.managedSave();
    expect(await domain.hasManagedSave()).toBe(true);
    expect(await daemon.virsh('dominfo', 'saved')).toMatch(/Managed save:\s+yes/);
    await domain.removeManagedSave();
    const renamed = await domain.rename('kept');
    expect((await daemon.virsh('domuuid', 'kept')).trim()).toBe(renamed.uuid);
    await renamed.undefine();
  });

  it('takes snapshots and goes back to them', async () => {
    const file = disk('snapped.qcow2', 4);
    const guest = romGuest(daemon.folder, { name: 'snapped', devices: scsiDisk(file) });
    const domain = await connection.defineDomain(guest.xml);
    const first = await domain.createSnapshot('<domainsnapshot><name>one</name></domainsnapshot>');
    await domain.createSnapshot('<domainsnapshot><name>two</name></domainsnapshot>');
    expect((await daemon.virsh('snapshot-list', 'snapped', '--name')).trim().split('\n')).toEqual(['one', 'two']);
    const two = await domain.lookupSnapshot('two');
    expect([await two.isCurrent(), (await two.parent()).name]).toEqual([true, 'one']);
    expect((await first.children()).map(({ name }) => name)).toEqual(['two']);
    await first.revert();
    expect(await first.isCurrent()).toBe(true);
    expect(await first.xml()).toContain('<name>one</name>');
    await daemon.virsh('snapshot-delete', 'snapped', 'two');
    expect((await domain.listSnapshots()).map(({ name }) => name)).toEqual(['one']);
    await first.delete();
    await domain.undefine();
  });

  it('tracks changes from a checkpoint', async () => {
    const guest = romGuest(daemon.folder, { name: 'checked', devices: scsiDisk(disk('checked.qcow2', 4)) });
    const domain = await connection.defineDomain(guest.xml);
    await domain.create();
    await untilReady(guest);
    const checkpoint = await domain.createCheckpoint('<domaincheckpoint><name>c1</name></domaincheckpoint>');
    expect((await daemon.virsh('checkpoint-list', 'checked', '--name')).trim()).toBe('c1');
    expect(await checkpoint.xml()).toContain('<name>c1</name>');
    await checkpoint.delete();
    expect(await domain.listCheckpoints()).toEqual([]);
    await domain.destroy();
    await domain.undefine();
  });

  it("changes a guest's settings as virsh reads them", async () => {
    const nic = `<interface type='bridge'><source bridge='none'/><mac address='52:54:00:00:00:01'/></interface>`;
    const guest = romGuest(daemon.folder, { name: 'tuned', devices: nic });
    const metadataChanges = await gather('domain.metadataChange');
    const domain = await connection.defineDomain(guest.xml);
    await domain.setVcpus(2, domainVcpuFlags.config);
    expect((await daemon.virsh('vcpucount', 'tuned', '--config', '--current')).trim()).toBe('2');
    expect(await domain.vcpuCount(domainVcpuFlags.config)).toBe(2);
    await domain.setMemory(8192, domainAffects.config);
    expect(await daemon.virsh('dominfo', 'tuned')).toMatch(/Used memory:\s+8192 KiB/);
    await domain.setSchedulerParameters({ cpu_shares: 300, vcpu_quota: 50_000 }, domainAffects.config);
    expect(await domain.schedulerParameters(domainAffects.config)).toMatchObject({
      cpu_shares: 300n,
      vcpu_quota: 50_000n,
    });
    expect(await daemon.virsh('schedinfo', 'tuned', '--config')).toMatch(
      /cpu_shares\s*: 300\nvcpu_period\s*: 0\nvcpu_quota\s*: 50000/,
    );
    await domain.setMemoryParameters({ hard_limit: 65_536 }, domainAffects.config);
    expect(await daemon.virsh('memtune', 'tuned', '--config')).toMatch(/hard_limit\s*: 65536/);
    await domain.setBlkioParameters({ weight: 200 }, domainAffects.config);
    expect(await domain.blkioParameters(domainAffects.config)).toMatchObject({ weight: 200 });
    await domain.pinVcpu(0, Uint8Array.of(0b01), domainAffects.config);
    expect(await daemon.virsh('vcpupin', 'tuned', '--config')).toMatch(/ 0\s+0\n/);
    expect((await domain.vcpuPins(1, 2, domainAffects.config))[0]).toEqual(Buffer.from([1]));
    await domain.setInterfaceParameters('52:54:00:00:00:01', { 'inbound.average': 100 }, domainAffects.config);
    expect(await daemon.virsh('domiftune', 'tuned', '52:54:00:00:00:01', '--config')).toMatch(/inbound\.average: 100/);
    await domain.setMetadata(domainMetadataTypes.element, '<x/>', { key: 'a', uri: 'urn:a' });
    expect(await daemon.virsh('metadata', 'tuned', 'urn:a')).toContain('<x');
    expect(await domain.metadata(domainMetadataTypes.element, 'urn:a')).toContain('<x');
    await expect.poll(() => metadataChanges.map(({ nsuri }) => nsuri)).toEqual(['urn:a']);
    expect(await domain.metadata(domainMetadataTypes.element, 'urn:none')).toBeUndefined();
    await daemon.virsh('autostart', 'tuned');
    expect(await domain.autostart()).toBe(true);
    await domain.undefine(domainUndefineFlags.managedSave);
  });

  it('gives the statistics of every guest in one call', async () => {
    const guest = romGuest(daemon.folder, { name: 'counted' });
    const domain = await connection.createDomain(guest.xml);
    const [entry] = await connection.allDomainStats({ domains: [domain] });
    expect(entry?.domain.name).toBe('counted');
    expect(entry?.stats).toMatchObject({ 'state.state': 1, 'vcpu.current': 1, 'cpu.time': expect.any(BigInt) });
    expect(await domain.job()).toMatchObject({ type: 'none' });
    expect((await domain.memoryStats()).size).toBeGreaterThan(0);
    const answer = await domain.monitorCommand('{"execute":"query-status"}');
    expect(JSON.parse(answer)).toMatchObject({ return: { status: 'running' } });
    await expect(domain.agentCommand('{"execute":"guest-ping"}')).rejects.toMatchObject({ name: 'LibvirtError' });
    await domain.destroy();
  });

  it('keeps networks', async () => {
    const heard = await gather('network.lifecycle');
    const bridge = `lvt${process.pid % 100_000}`;
    const network = await connection.defineNetwork(`<network><name>n1</name><bridge name='${bridge}'/></network>`);
    await network.create();
    expect(await daemon.virsh('net-list', '--all')).toMatch(/n1\s+active/);
    expect(await network.bridgeName()).toBe(bridge);
    expect(await network.dhcpLeases()).toEqual([]);
    expect(await network.xml()).toContain('<name>n1</name>');
    await daemon.virsh('net-destroy', 'n1');
    expect([await network.isActive(), await network.isPersistent()]).toEqual([false, true]);
    await network.undefine();
    await expect.poll(() => heard.map(({ event }) => event)).toEqual([0, 2, 3, 1]);
    expect((await connection.listNetworks()).map(({ name }) => name)).not.toContain('n1');
  });

  it('keeps pools and volumes, and carries their bytes both ways', async () => {
    const folder = path.join(daemon.folder, 'pool');
    const heard = await gather('storagePool.lifecycle');
    const xml = `<pool type='dir'><name>p1</name><target><path>${folder}</path></target></pool>`;
    const pool = await connection.defineStoragePool(xml);
    await pool.build();
    await pool.create();
    expect(await daemon.virsh('pool-list')).toMatch(/p1\s+active/);
    expect(await pool.info()).toMatchObject({ state: 'running' });

    const data = randomBytes(5_000_003);
    const volumeXml = (name: string, bytes: number): string =>
      `<volume><name>${name}</name><capacity>${bytes}</capacity><target><format type='raw'/></target></volume>`;
    const volume = await pool.createVolume(volumeXml('v1', data.length));
    await pipeline(Readable.from([data]), await volume.upload());
    expect(readFileSync(await volume.path()).equals(data)).toBe(true);
    expect((await buffer(await volume.download())).equals(data)).toBe(true);
    const middle = await buffer(await volume.download({ offsetBytes: 1000, lengthBytes: 70_000 }));
    expect(middle.equals(data.subarray(1000, 71_000))).toBe(true);

    const clone = await pool.cloneVolume(volumeXml('v2', data.length), volume);
    expect(readFileSync(clone.key).equals(data)).toBe(true);
    await clone.resize(6_000_128);
    expect(await daemon.virsh('vol-info', 'v2', '--pool', 'p1', '--bytes')).toMatch(/Capacity:\s+6000128 bytes/);
    expect(await clone.info()).toMatchObject({ type: 'file', capacityBytes: 6_000_128 });
    expect((await pool.listVolumes()).map(({ name }) => name).toSorted()).toEqual(['v1', 'v2']);
    expect((await connection.lookupVolumeByPath(clone.key)).name).toBe('v2');
    await clone.delete();
    await volume.delete();

    await daemon.virsh('pool-destroy', 'p1');
    expect(await pool.isActive()).toBe(false);
    await pool.undefine();
    await expect.poll(() => heard.map(({ event }) => event)).toEqual([0, 4, 2, 3, 1]);
  });

  it('moves sparse volumes without their holes', async () => {
    const folder = path.join(daemon.folder, 'sparse');
    const pool = await connection.createStoragePool(
      `<pool type='dir'><name>p2</name><target><path>${folder}</path></target></pool>`,
      1,
    );
    const volume = await pool.createVolume(
      `<volume><name>s</name><capacity unit='MiB'>256</capacity><allocation>0</allocation></volume>`,
    );
    const sink = await volume.upload({ sparse: true });
    sink.write(Buffer.alloc(65_536, 'a'));
    await sink.skip(200 << 20);
    sink.write(Buffer.alloc(65_536, 'b'));
    // A hole cuts the file off behind itself, so the volume's end has to be sent as well.
    await sink.skip((256 << 20) - (200 << 20) - 131_072);
    await new Promise<void>((resolve, reject) => {
      sink.once('error', reject);
      sink.end(resolve);
    });
    expect((await volume.info()).allocationBytes).toBeLessThan(4 << 20);
    let dataBytes = 0;
    let holeBytes = 0;
    for await (const piece of await volume.downloadPieces()) {
      if ('data' in piece) dataBytes += piece.data.length;
      else holeBytes += piece.holeBytes;
    }
    expect(dataBytes + holeBytes).toBe(256 << 20);
    expect(dataBytes).toBe(131_072);
    await volume.delete();
    await pool.destroy();
  });

  it('stops sending a volume that nobody wants any more', async () => {
    const folder = path.join(daemon.folder, 'early');
    const poolXml = `<pool type='dir'><name>p3</name><target><path>${folder}</path></target></pool>`;
    const pool = await connection.createStoragePool(poolXml, 1);
    const volume = await pool.createVolume(`<volume><name>e</name><capacity unit='MiB'>64</capacity></volume>`);
    const stream = await volume.download();
    for await (const chunk of stream) {
      expect((chunk as Buffer).length).toBeGreaterThan(0);
      break;
    }
    expect(stream.destroyed).toBe(true);
    await volume.delete();
    await pool.destroy();
  });

  it('keeps secrets, network filters, and knows the devices of the node', async () => {
    const heard = await gather('secret.valueChanged');
    const secret = await connection.defineSecret(
      `<secret ephemeral='yes' private='no'><usage type='ceph'><name>k</name></usage></secret>`,
    );
    const value = randomBytes(40);
    await secret.setValue(value);
    expect(Buffer.from(await secret.value()).equals(value)).toBe(true);
    expect((await daemon.virsh('secret-get-value', secret.uuid)).trim()).toBe(value.toString('base64'));
    await expect.poll(() => heard.length).toBe(1);
    await secret.undefine();

    const filter = await connection.defineNwfilter(`<filter name='f1' chain='root'/>`);
    expect(await daemon.virsh('nwfilter-list')).toContain('f1');
    expect((await connection.listNwfilters()).map(({ name }) => name)).toContain('f1');
    await filter.undefine();

    const devices = await connection.listNodeDevices();
    const listed = (await daemon.virsh('nodedev-list')).trim().split('\n');
    expect(devices.map(({ name }) => name).toSorted()).toEqual(listed.toSorted());
    const computer = await connection.lookupNodeDeviceByName('computer');
    expect(await computer.parentName()).toBeNull();
    expect(await computer.capabilities()).toContain('system');
    expect(await computer.xml()).toContain('<name>computer</name>');
    expect((await connection.listInterfaces()).map(({ name }) => name)).toContain('lo');
  });

  it('is the same over TCP', async () => {
    const overTcp = await connect({ host: '127.0.0.1', port: daemon.tcpPort });
    expect(await overTcp.uri()).toBe('qemu:///system');
    expect(await overTcp.hostname()).toBe(await connection.hostname());
    overTcp.close();
  });
});
