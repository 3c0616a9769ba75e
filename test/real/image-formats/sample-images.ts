import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const needed = ['qemu-img', 'mkfs.ext4', 'mkfs.vfat', 'mkswap', 'genisoimage'];

/** Why tests of disks are skipped here, for their title; empty where they run. In CI they have to. */
export function diskToolsAbsence(): string {
  const folders = (process.env['PATH'] ?? '').split(':').concat('/usr/sbin', '/sbin');
  const missing = needed.filter((name) => !folders.some((folder) => existsSync(path.join(folder, name))));
  if (missing.length === 0) return '';
  const obstacle = `not installed: ${missing.join(', ')}`;
  if (process.env['CI'] !== 'true') return ` (skipped: ${obstacle})`;
  throw new Error(`CI must run the tests of disks, but ${obstacle}; node cli/setup.js --test installs it`);
}

/** A folder for files of a test, and `qemu-img` in it. */
export class Workshop {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-disks-'));

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** `qemu-img ARGS`, the independent witness. */
  qemuImg(...args: readonly string[]): string {
    return execFileSync('qemu-img', args, { cwd: this.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  create(name: string, format: string, size: string, options?: string): Buffer {
    this.qemuImg('create', '-q', '-f', format, ...(options === undefined ? [] : ['-o', options]), name, size);
    return readFileSync(this.path(name));
  }

  info(name: string, format?: string): Readonly<Record<string, unknown>> {
    const args = format === undefined ? [] : ['-f', format];
    return JSON.parse(this.qemuImg('info', '-U', '--output=json', ...args, name)) as Record<string, unknown>;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
