import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { unixSocketTarget } from '../../../real/console/index.ts';
import { connect } from '../../../real/libvirt/index.ts';
import type { Connection } from '../../../real/libvirt/index.ts';
import { launchBrowser, noBrowser } from '../../reports/browser.ts';
import { libvirtdAbsence, startLibvirtd } from '../libvirt/libvirtd.ts';
import type { Libvirtd } from '../libvirt/libvirtd.ts';
import { readyMarker, romGuest, untilReady } from '../libvirt/rom-guest.ts';
import { visitedProxy } from './visited-proxy.ts';
import type { VisitedProxy } from './visited-proxy.ts';

const absence = libvirtdAbsence();
const noVnc = path.dirname(path.dirname(fileURLToPath(import.meta.resolve('@novnc/novnc'))));

/** noVNC's own modules, and a page that shows the console whose address its fragment is. */
function servePages({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const file = path.join(noVnc, path.normalize(url));
  if (url.endsWith('.js') && existsSync(file)) {
    createReadStream(file).pipe(response.setHeader('content-type', 'text/javascript'));
    return;
  }
  const script = `import RFB from '/core/rfb.js';
    const rfb = new RFB(document.getElementById('screen'), location.hash.slice(1));
    window.said = [];
    for (const kind of ['connect', 'disconnect', 'desktopname']) rfb.addEventListener(kind, (event) => said.push([kind, event.detail]));
    window.rfb = rfb;`;
  response.setHeader('content-type', 'text/html');
  response.end(
    `<!doctype html><div id="screen" style="width:800px;height:600px"></div><script type="module">${script}</script>`,
  );
}

describe.skipIf(absence !== '' || noBrowser !== '')(`noVNC in a browser ${absence}${noBrowser}`, () => {
  let browser: Browser;
  let visited: VisitedProxy;
  let folder: string;
  let qemu: ChildProcess;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'novnc-'));
    // The firmware alone: it waits for Escape, which shows a menu.
    const args = [
      '-machine',
      'pc,accel=tcg',
      '-m',
      '32',
      '-nodefaults',
      '-vga',
      'std',
      '-boot',
      'menu=on,splash-time=65000',
    ];
    qemu = spawn('qemu-system-x86_64', [...args, '-vnc', `unix:${path.join(folder, 'vnc.sock')}`, '-name', 'menu'], {
      stdio: 'ignore',
    });
    [browser, visited] = await Promise.all([launchBrowser(), visitedProxy({}, servePages)]);
    await vi.waitUntil(() => existsSync(path.join(folder, 'vnc.sock')), { timeout: 20_000 });
  });

  afterAll(async () => {
    await browser?.close();
    await visited?.close();
    if (qemu?.exitCode === null) {
      qemu.kill('SIGKILL');
      await once(qemu, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the screen of a guest and types into it', async () => {
    const page = await browser.newPage();
    const address = visited.address(unixSocketTarget(path.join(folder, 'vnc.sock')));
    await page.goto(`http://127.0.0.1:${visited.port}/#${address}`);
    const said = () => page.evaluate<[string, unknown][]>('said');
    await expect.poll(said).toContainEqual(['desktopname', { name: 'QEMU (menu)' }]);
    expect(await said()).toContainEqual(['connect', {}]);
    const light = () =>
      page.evaluate<number>(`(() => {
        const canvas = document.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((sum, value, index) => sum + (index % 4 < 3 && value > 100 ? 1 : 0), 0);
      })()`);
    await expect.poll(light, { timeout: 30_000 }).toBeGreaterThan(100);
    const before = await light();
    await expect
      .poll(
        async () => {
          await page.evaluate('rfb.sendKey(0xff1b)');
          return light();
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(before * 1.1);
    await page.evaluate('rfb.disconnect()');
    await expect.poll(() => visited.proxy.visits).toBe(0);
    await page.goto(`http://127.0.0.1:${visited.port}/again#${address}`);
    await expect.poll(said).toContainEqual(['disconnect', { clean: false }]);
  });
});

describe.skipIf(absence !== '')(`consoles of a guest under libvirt${absence}`, () => {
  let daemon: Libvirtd;
  let connection: Connection;
  let visited: VisitedProxy;

  beforeAll(async () => {
    daemon = await startLibvirtd();
    connection = await connect({ uri: daemon.qemuUri });
    visited = await visitedProxy();
  });

  afterAll(async () => {
    await visited?.close();
    connection?.close();
    await daemon?.stop();
  });

  it('are reached through a stream of libvirt and through a unix socket', async () => {
    const guest = romGuest(daemon.folder, { name: 'consoles' });
    const domain = await connection.createDomain(guest.xml);
    await untilReady(guest);
    const serial = new WebSocket(visited.address({ open: () => domain.openConsole() }), 'binary');
    const heard: Buffer[] = [];
    serial.on('message', (piece: Buffer) => heard.push(piece));
    await once(serial, 'open');
    serial.send(Buffer.from('AbC'));
    // The guest answers every byte with the next one.
    await expect.poll(() => Buffer.concat(heard).toString().replace(readyMarker, '').trim()).toBe('BcD');

    const vnc = new WebSocket(visited.address(unixSocketTarget(path.join(daemon.folder, 'consoles.vnc'))), 'binary');
    const greeting = (await once(vnc, 'message')) as [Buffer];
    expect(greeting[0].toString()).toBe('RFB 003.008\n');

    await domain.destroy();
    await expect.poll(() => visited.proxy.visits).toBe(0);
  });
});
