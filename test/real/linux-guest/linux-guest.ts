import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { unpackPackages } from './debian-packages.ts';
import { initramfs } from './initramfs.ts';

const run = promisify(execFile);

/** Lines that the guest writes to its serial console (`ttyS0`). */
export const guestSays = {
  booted: 'ASTROLABE GUEST BOOTED',
  ready: 'ASTROLABE GUEST READY',
  powersOff: 'ASTROLABE GUEST POWERS OFF',
} as const;

/** Ports at which the guest sends back what it is sent. */
export const echoPorts = [7, 8] as const;

export interface LinuxGuest {
  /** Bootable disk (BIOS), qcow2; 32 MiB as the guest sees it. Read only: others use it too. */
  readonly image: string;
  readonly imageBytes: number;
  readonly imageSha512: string;
  readonly virtualBytes: number;
  /** The same system for booting without a disk, with what to put on the kernel's command line. */
  readonly kernel: string;
  readonly initrd: string;
  readonly commandLine: string;
}

const needed = ['apt-get', 'dpkg-deb', 'qemu-img', 'mkfs.vfat', 'syslinux', 'mcopy'];
const commandLine = 'console=ttyS0 panic=-1 quiet';
const virtualBytes = 32 * 1024 * 1024;

/** Why the guest cannot be built here, for the title of a skipped test; empty where it can. In CI it has to be. */
export function linuxGuestAbsence(): string {
  const folders = (process.env['PATH'] ?? '').split(':').concat('/usr/sbin', '/sbin');
  const missing = needed.filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  if (missing.length === 0) return '';
  const obstacle = `not installed: ${missing.join(', ')}`;
  if (process.env['CI'] !== 'true') return ` (skipped: ${obstacle})`;
  throw new Error(`CI must run the tests with a Linux guest, but ${obstacle}; node cli/setup.js --test installs it`);
}

/**
 * A small Linux: Debian's cloud kernel and busybox, up to its marker in some seconds without hardware help, with 96 MiB.
 * Built once for all tests of this machine, and again when anything in its recipe changes.
 *
 * It has drivers for virtio (disk, SCSI, network, RNG, balloon) and IDE, none for SATA: on a q35 machine a CD-ROM has to
 * be on SCSI or be a virtio disk.
 */
export async function linuxGuest(): Promise<LinuxGuest> {
  const folder = path.join(tmpdir(), `astrolabe-linux-guest-${recipeHash()}`);
  if (!existsSync(folder)) await build(folder);
  const image = path.join(folder, 'guest.qcow2');
  return {
    image,
    imageBytes: statSync(image).size,
    imageSha512: createHash('sha512').update(readFileSync(image)).digest('hex'),
    virtualBytes,
    kernel: path.join(folder, 'vmlinuz'),
    initrd: path.join(folder, 'initrd'),
    commandLine,
  };
}

function recipeHash(): string {
  const hash = createHash('sha256');
  const folders = ['./', '../../fixtures/linux-guest/'].map((name) => fileURLToPath(new URL(name, import.meta.url)));
  const isRecipe = (name: string): boolean => !name.endsWith('.test.ts');
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter(isRecipe)
      .sort()
      .map((name) => path.join(folder, name)),
  );
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** In a folder beside it, moved into place whole: other test files may do the same at this moment. */
async function build(folder: string): Promise<void> {
  const begun = mkdtempSync(`${folder}.`);
  try {
    const packages = path.join(begun, 'packages');
    mkdirSync(packages);
    await unpackPackages(packages);
    const boot = path.join(packages, 'boot');
    const kernel = readdirSync(boot).find((name) => name.startsWith('vmlinuz-'));
    if (kernel === undefined) throw new Error(`${boot}: no kernel in the package`);
    renameSync(path.join(boot, kernel), path.join(begun, 'vmlinuz'));
    writeFileSync(path.join(begun, 'initrd'), gzipSync(initramfs(packages)));
    rmSync(packages, { recursive: true });
    await buildDisk(begun);
    renameSync(begun, folder);
  } catch (error) {
    rmSync(begun, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** One FAT file system without partitions; its first sector is the boot loader's. No mount and no root is needed. */
async function buildDisk(folder: string): Promise<void> {
  const at = { cwd: folder, env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` } };
  const config = `DEFAULT guest\nPROMPT 0\nLABEL guest\nKERNEL vmlinuz\nINITRD initrd\nAPPEND ${commandLine}\n`;
  writeFileSync(path.join(folder, 'syslinux.cfg'), config);
  await run('mkfs.vfat', ['-n', 'ASTROLABE', '-i', 'a57801ab', '-C', 'disk', String(virtualBytes / 1024)], at);
  await run('syslinux', ['--install', 'disk'], at);
  await run('mcopy', ['-i', 'disk', 'vmlinuz', 'initrd', 'syslinux.cfg', '::/'], at);
  await run('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', 'disk', 'guest.qcow2'], at);
  rmSync(path.join(folder, 'disk'));
}
