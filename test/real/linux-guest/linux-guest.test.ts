import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guestSays, linuxGuest, linuxGuestAbsence } from './linux-guest.ts';

const absence = linuxGuestAbsence() || (existsSync('/usr/bin/qemu-system-x86_64') ? '' : ' (skipped: no QEMU)');

describe.skipIf(absence !== '')(`the Linux guest of the tests${absence}`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linux-guest-test-'));
  const serialLog = path.join(folder, 'serial.log');
  const monitor = path.join(folder, 'monitor');
  let machine: ReturnType<typeof spawn> | undefined;

  beforeAll(async () => {
    const guest = await linuxGuest();
    const root = path.join(folder, 'root.qcow2');
    execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', guest.image, root, '1G']);
    const args = ['-M', 'pc,accel=tcg', '-m', '96', '-nodefaults', '-display', 'none', '-serial', `file:${serialLog}`];
    args.push('-drive', `file=${root},if=virtio`, '-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net');
    machine = spawn('qemu-system-x86_64', [...args, '-monitor', `unix:${monitor},server,nowait`], { stdio: 'ignore' });
    await said(serialLog, guestSays.ready);
  });
  afterAll(() => {
    machine?.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('boots from its disk, which may have grown, and says what it found', () => {
    const lines = readFileSync(serialLog, 'latin1');
    expect(lines).toContain(guestSays.booted);
    expect(lines).toMatch(/^disk: vda 1073741824 bytes/m);
    expect(lines).toMatch(/^boots: 1/m);
  });

  it('gets its address from a DHCP server', () => {
    expect(readFileSync(serialLog, 'latin1')).toMatch(/^address: eth0 10\.0\.2\.15\/24 via 10\.0\.2\.2/m);
  });

  it('shuts down when its power button is pressed', async () => {
    const ended = once(machine!, 'exit');
    net.connect(monitor).end('system_powerdown\n').resume();
    await ended;
    expect(readFileSync(serialLog, 'latin1')).toContain(guestSays.powersOff);
  });
});

async function said(file: string, text: string): Promise<void> {
  for (let attempt = 0; attempt < 1100; attempt += 1) {
    if (existsSync(file) && readFileSync(file, 'latin1').includes(text)) return;
    await sleep(100);
  }
  throw new Error(`${file}: '${text}' was not said within 110 s`);
}
