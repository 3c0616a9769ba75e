import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Lays a kernel and a static busybox out below `folder`, and installs neither: the kernel would become the one of this
 * machine, and busybox-static and busybox exclude each other.
 */
export async function unpackPackages(folder: string): Promise<void> {
  const downloads = path.join(folder, 'downloads');
  mkdirSync(downloads);
  const asRoot = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  await run('apt-get', ['download', ...asRoot, await kernelPackage(), 'busybox-static'], { cwd: downloads });
  for (const file of readdirSync(downloads)) await run('dpkg-deb', ['-x', path.join(downloads, file), folder]);
}

/** `linux-image-cloud-amd64` is empty and depends on the present version. */
async function kernelPackage(): Promise<string> {
  const { stdout } = await run('apt-cache', ['depends', 'linux-image-cloud-amd64']);
  const name = /Depends: (linux-image-\S+-cloud-amd64)/.exec(stdout)?.[1];
  if (name === undefined) throw new Error('apt-cache knows no linux-image-cloud-amd64: apt-get update?');
  return name;
}
