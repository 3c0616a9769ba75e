import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpio } from './cpio.ts';
import type { CpioEntry } from './cpio.ts';
import { kernelModules } from './kernel-modules.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/linux-guest/', import.meta.url));

const wanted = [
  'virtio_pci',
  'virtio_net',
  'virtio_blk',
  'virtio_scsi',
  'virtio_rng',
  'virtio_balloon',
  'virtio_console',
  'sd_mod',
  'sr_mod',
  'ata_piix',
  'isofs',
  'nls_ascii',
  'nls_utf8',
  'nls_cp437',
  'vfat',
  'button',
  'evdev',
];

/** The whole system of the test guest: busybox, drivers, and the program that looks at what it was given. */
export function initramfs(packages: string): Buffer {
  const modules = kernelModules(path.join(packages, 'lib/modules'), wanted);
  return cpio([
    ...['bin', 'dev', 'etc', 'etc/acpi', 'etc/acpi/PWRF', 'modules'].map(folder),
    { path: 'dev/console', mode: 0o600, device: { major: 5, minor: 1 } },
    file('bin/busybox', readFileSync(path.join(packages, 'bin/busybox'))),
    file('init', fixture('init')),
    file('etc/dhcp', fixture('dhcp')),
    // Where busybox's acpid looks when the power button of an ACPI machine is pressed.
    file('etc/acpi/PWRF/00000080', fixture('power-button')),
    file('modules/order', Buffer.from(modules.map((module) => `${module.file}\n`).join(''))),
    ...modules.map((module) => file(`modules/${module.file}`, module.content)),
  ]);
}

function folder(name: string): CpioEntry {
  return { path: name, mode: 0o755 };
}

function file(name: string, content: Buffer): CpioEntry {
  return { path: name, mode: 0o755, content };
}

function fixture(name: string): Buffer {
  return readFileSync(path.join(fixtures, name));
}
