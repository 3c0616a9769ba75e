import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { examineHost } from '../compute/index.ts';
import type { Finding, HostExamination } from '../compute/index.ts';
import { serviceNames, usualPorts } from './cloud-options.ts';
import { findLibvirtd } from './own-libvirtd.ts';
import { runningCloud } from './state-folder.ts';

/** Tries everything that a cloud with real servers needs, and leaves nothing behind. It takes some seconds. */
export async function examineCloudHost(stateFolder: string): Promise<HostExamination> {
  const folder = await mkdtemp(path.join(tmpdir(), 'astrolabe-doctor-'));
  // Without one the examination says so itself.
  const daemon = await findLibvirtd({ folder }).catch(() => undefined);
  try {
    const examination = await examineHost({
      libvirtUri: daemon?.uri ?? 'qemu:///system',
      instancesPath: path.resolve(stateFolder, 'host', 'instances'),
      canaryFolder: path.join(tmpdir(), 'astrolabe-canaries'),
    });
    const findings = [...examination.findings, await portsFinding(stateFolder)];
    return { ...examination, findings, fit: findings.every(({ state }) => state !== 'missing') };
  } finally {
    await daemon?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function portsFinding(stateFolder: string): Promise<Finding> {
  const check = 'ports';
  if (await runningCloud(stateFolder)) return { check, state: 'ok', found: 'the cloud runs' };
  const taken = await Promise.all(serviceNames.map(async (name) => ((await isFree(usualPorts[name])) ? [] : [name])));
  const names = taken.flat().map((name) => `${usualPorts[name]} (${name})`);
  if (names.length === 0) return { check, state: 'ok', found: 'those of OpenStack are free' };
  const mend = 'astrolabe cloud up --port-base 15000';
  return { check, state: 'limited', found: `in use: ${names.join(', ')}`, mend };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
