import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { FileDiskStore } from '../../../../real/compute/disks/file-disk-store.ts';
import type { GuestDisks } from '../../../../real/compute/disks/disk-store.ts';
import { FileImageSource } from '../../../../real/compute/images/file-image-source.ts';
import { ImageCache } from '../../../../real/compute/images/image-cache.ts';
import { guestSays, linuxGuest, linuxGuestAbsence } from '../../linux-guest/linux-guest.ts';
import { diskToolsAbsence, Workshop } from '../../image-formats/sample-images.ts';
import { guestRequest } from './guest-request.ts';

const absence = linuxGuestAbsence() || diskToolsAbsence();
const gib = 1024 ** 3;

describe.skipIf(absence !== '')(`a guest on its disks${absence}`, () => {
  const shop = new Workshop();
  let machine: ReturnType<typeof spawn> | undefined;
  afterAll(() => {
    machine?.kill('SIGKILL');
    shop.remove();
  });

  it('boots from them and sees all that was asked for', { timeout: 120_000 }, async () => {
    const { image } = await linuxGuest();
    const logger = pino({ level: 'silent' });
    const source = new FileImageSource(image);
    const images = new ImageCache({ folder: shop.path('instances/_base'), source, logger });
    const store = new FileDiskStore({ instancesPath: shop.path('instances'), images, logger });
    await store.start(new Set());
    const { id } = await source.find(path.basename(image));
    const userData = Buffer.from('#!/bin/sh\necho said by the user data\n');
    const disks = await store.create(
      guestRequest({
        image: { id, properties: { os_type: 'linux' } },
        flavor: { ephemeralGib: 1, swapMib: 32 },
        configDrive: true,
        metadata: { hostname: 'web-1.example', keys: [], meta: {}, userData },
      }),
    );
    const said = await boot(disks);

    expect(said).toContain(`disk: vda ${gib} bytes`);
    expect(said).toContain(`disk: vdb ${gib} bytes`);
    expect(said).toContain('ephemeral: ephemeral0 vdb ext4');
    expect(said).toContain(`swap: vdc ${32 * 1024 - 4} kB`);
    expect(said).toMatch(/config-drive: vd. iso9660/);
    expect(said).toContain('hostname: web-1.example');
    const sha256 = createHash('sha256').update(userData).digest('hex');
    expect(said).toContain(`config-file: openstack/latest/user_data ${sha256}`);
    expect(said).toContain('said by the user data');
    expect(said).toContain('boots: 1');
  });

  async function boot({ root, ephemeral, swap, config }: GuestDisks): Promise<string> {
    const serialLog = shop.path('serial.log');
    const drives = [root, ...ephemeral, swap, config].filter((disk) => disk !== undefined);
    const args = ['-M', 'pc,accel=tcg', '-m', '96', '-nodefaults', '-display', 'none', '-serial', `file:${serialLog}`];
    for (const { path: file, format } of drives) {
      const readOnly = format === 'iso';
      args.push(
        '-drive',
        `file=${file},format=${readOnly ? 'raw' : format},if=virtio,readonly=${readOnly ? 'on' : 'off'}`,
      );
    }
    machine = spawn('qemu-system-x86_64', args, { stdio: 'ignore' });
    for (let attempt = 0; attempt < 1100; attempt += 1) {
      const said = existsSync(serialLog) ? readFileSync(serialLog, 'latin1') : '';
      if (said.includes(guestSays.ready)) return said;
      await sleep(100);
    }
    throw new Error(`${serialLog}: the guest was not ready within 110 s`);
  }
});
