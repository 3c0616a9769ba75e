import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { testImage, testImageSays } from '../../../real/cloud/test-image.ts';
import { ConsoleService, unixSocketTarget } from '../../../real/console/index.ts';
import type { ConsoleTarget } from '../../../real/console/index.ts';
import { launchBrowser, noBrowser } from '../../reports/browser.ts';

const uuid = '0b6b0c7e-6a51-4b3c-9d0e-0f6d3f0d7a11';
const echo: ConsoleTarget = { open: async () => new PassThrough() };

describe('the console service', () => {
  let service: ConsoleService;

  beforeEach(async () => {
    service = await ConsoleService.listen({ port: 0 });
  });
  afterEach(() => service.close());

  /** The status that a visit is refused with. */
  async function refusal(address: string, origin?: string): Promise<string> {
    const [error] = (await once(new WebSocket(address, origin === undefined ? {} : { origin }), 'error')) as [Error];
    return error.message;
  }

  it('gives addresses as Nova does', () => {
    expect(service.addressOf(uuid, 'novnc', echo)).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/vnc_auto\.html\?path=%3Ftoken%3D[\w-]{43}$/,
    );
    expect(service.addressOf(uuid, 'serial', echo)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  });

  it('gives addresses that users reach it by, and believes pages from there', async () => {
    const behind = await ConsoleService.listen({ port: 0, publicUrl: 'https://cloud.example:6080/' });
    expect(behind.addressOf(uuid, 'serial', echo)).toMatch(/^wss:\/\/cloud\.example:6080\/\?token=/);
    const local = `${behind.url.replace('http', 'ws')}/${new URL(behind.addressOf(uuid, 'serial', echo)).search}`;
    expect(await refusal(local, 'https://elsewhere.example')).toMatch(/403/);
    await once(new WebSocket(local, { origin: 'https://cloud.example:6080' }), 'open');
    await behind.close();
  });

  it('carries the bytes of a serial console, for one visit', async () => {
    const address = service.addressOf(uuid, 'serial', echo);
    const socket = new WebSocket(address, 'binary');
    await once(socket, 'open');
    socket.send(Buffer.from('hello'));
    expect(((await once(socket, 'message')) as [Buffer])[0].toString()).toBe('hello');
    expect(await refusal(address)).toMatch(/403/);
    socket.close();
  });

  it('lets nobody in when the server is gone, or with another text', async () => {
    const address = service.addressOf(uuid, 'serial', echo);
    service.revoke(uuid);
    expect(await refusal(address)).toMatch(/403/);
    expect(await refusal(`${service.url.replace('http', 'ws')}/?token=guess`)).toMatch(/403/);
  });

  it('serves its page and noVNC, nothing else, and lets no other page frame it', async () => {
    const status = async (page: string): Promise<number> => (await fetch(`${service.url}${page}`)).status;
    expect(await status('/vnc_auto.html?path=x')).toBe(200);
    expect(await status('/novnc/core/rfb.js')).toBe(200);
    expect(await status('/novnc/vendor/pako/lib/zlib/inflate.js')).toBe(200);
    for (const page of ['/', '/novnc/package.json', '/novnc/core/../package.json', '/novnc/core/%2e%2e/package.json']) {
      expect([page, await status(page)]).toEqual([page, 404]);
    }
    const { headers } = await fetch(`${service.url}/vnc_auto.html`);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});

const absence = existsSync('/usr/bin/qemu-system-x86_64') ? '' : ' (skipped: no qemu-system-x86_64)';
const skipped = noBrowser !== '' || (absence !== '' && process.env['CI'] !== 'true');

describe.skipIf(skipped)(`the console page in a browser${absence}${noBrowser}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let service: ConsoleService;
  let folder: string;
  let qemu: ChildProcess;
  const file = (name: string): string => path.join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'console-'));
    writeFileSync(file('disk'), testImage());
    const args = ['-machine', 'pc,accel=tcg', '-m', '32', '-nodefaults', '-vga', 'std', '-name', 'typewriter'];
    const disk = ['-drive', `file=${file('disk')},format=raw,if=virtio`];
    qemu = spawn(
      'qemu-system-x86_64',
      [...args, ...disk, '-serial', `file:${file('log')}`, '-vnc', `unix:${file('vnc')}`],
      { stdio: 'ignore' },
    );
    [browser, service] = await Promise.all([launchBrowser(), ConsoleService.listen({ port: 0 })]);
    await vi.waitUntil(() => said().includes(testImageSays.ready), { timeout: 30_000 });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await service?.close();
    if (qemu?.exitCode === null) {
      qemu.kill('SIGKILL');
      await once(qemu, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const said = (): string => (existsSync(file('log')) ? readFileSync(file('log'), 'latin1') : '');

  it('types into a guest, which answers on its serial console; and the address is good once', async () => {
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') refused.push(`${message.text()} ${message.location().url}`);
    });
    const address = service.addressOf(uuid, 'novnc', unixSocketTarget(file('vnc')));
    await page.goto(address);
    const status = (): Promise<string | null> => page.textContent('#status');
    await expect.poll(status).toBe('Connected to QEMU (typewriter)');
    expect(page.url()).not.toContain('token');
    await page.keyboard.type('knock');
    await expect.poll(said).toMatch(/knock$/);
    expect(refused).toEqual([]);

    const again = await browser.newPage();
    await again.goto(address);
    await expect.poll(() => again.textContent('#status')).toMatch(/^No connection/);
  });
});
