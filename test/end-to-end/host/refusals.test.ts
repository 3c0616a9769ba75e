import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestRequest, LocalHost, SourceImage } from '../../../real/index.ts';
import { hostAbsence, TestHost } from './a-host.ts';
import { romImages, romRequest } from './rom-guests.ts';

const absence = hostAbsence();

describe(`what a host refuses${absence}`, { skip: absence !== '', timeout: 60_000 }, () => {
  let test: TestHost;
  let host: LocalHost;
  let image: SourceImage;
  let imageRoot: string;

  beforeAll(async () => {
    test = await TestHost.make();
    const made = romImages(test.folder);
    imageRoot = made.imageRoot;
    const secret = path.join(test.folder, 'secret.raw');
    writeFileSync(secret, 'secret'.repeat(1000));
    const backed = path.join(imageRoot, 'backed.qcow2');
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', secret, backed, '4M']);
    const { testLoader } = made;
    host = await test.open(imageRoot, { testLoader, guests: { virtType: 'qemu' }, canary: false });
    image = await host.images.find('small.raw');
  });

  afterAll(async () => {
    await host?.close();
    await test?.remove();
  });

  /** The error has a type and a text, the conductor was told, and nothing is left. */
  async function expectRefusal(request: GuestRequest, code: string, text: RegExp): Promise<void> {
    await expect(host.agent.build(request)).rejects.toMatchObject({
      name: 'HypervisorError',
      code,
      message: expect.stringMatching(text) as string,
    });
    expect(host.conductor.instances.get(request.uuid)).toMatchObject({ vmState: 'error', powerState: 'nostate' });
    expect(host.conductor.faults.get(request.uuid)).toMatchObject({ code });
    // A guest that was started to see what this host can limit may still be ending.
    await expect.poll(async () => (await test.left()).domains).toEqual([]);
    const { links, folders } = await test.left();
    expect(folders).toEqual([]);
    expect(links.filter((name) => name.startsWith('tap'))).toEqual([]);
  }

  it('an image that names a backing file, without a byte of that file', async () => {
    const backed = await host.images.find('backed.qcow2').catch((error: unknown) => error as Error);
    if (backed instanceof Error) {
      expect(backed).toMatchObject({ code: 'image-refused', message: expect.stringMatching(/backing/) as string });
      return;
    }
    await expectRefusal(romRequest(backed, 5), 'image-refused', /backing/);
  });

  it('an image that is not there', async () => {
    const missing = { ...image, id: randomUUID() };
    await expectRefusal(romRequest(missing, 5), 'image-missing', /no image with the id/);
  });

  it('a flavor whose disk is smaller than the image', async () => {
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', path.join(imageRoot, 'large.qcow2'), '2G']);
    await expectRefusal(romRequest(await host.images.find('large.qcow2'), 5), 'bad-request', /needs 2 GiB/);
  });

  it('extra specs that say nothing sensible', async () => {
    const { flavor } = romRequest(image);
    const odd = { ...flavor, extraSpecs: { 'quota:cpu_shares': '"><evil/>' } };
    await expectRefusal(romRequest(image, 5, { flavor: odd }), 'bad-request', /cpu_shares/);
  });

  it('more memory than libvirt or QEMU can give', async () => {
    const { flavor } = romRequest(image);
    const huge = { ...flavor, ramMib: 64 * 1024 * 1024 };
    await expect(host.agent.build(romRequest(image, 5, { flavor: huge }))).rejects.toMatchObject({
      name: 'HypervisorError',
    });
    expect(await test.left()).toMatchObject({ domains: [], folders: [] });
  });

  it('a second network with the addresses of the first', async () => {
    const first = romRequest(image, 5);
    await host.agent.build(first);
    const [port] = romRequest(image, 6).ports;
    const other = { ...port!, network: { ...port!.network, id: randomUUID() } };
    await expect(host.agent.build(romRequest(image, 6, { ports: [other] }))).rejects.toMatchObject({
      code: 'network-failed',
    });
    await host.agent.delete(first.uuid);
    expect(await test.left()).toMatchObject({ domains: [], folders: [] });
  });

  it('ids that are paths', async () => {
    const request = { ...romRequest(image, 5), uuid: '../../../etc/astrolabe' };
    await expect(host.agent.build(request)).rejects.toMatchObject({ name: 'HypervisorError' });
    expect(await test.left()).toMatchObject({ domains: [], folders: [] });
  });
});
