import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { domainCreateFlags, domainDestroyFlags } from '../../libvirt/constants.ts';
import type { Connection } from '../../libvirt/connection.ts';
import type { Domain } from '../../libvirt/objects/domain.ts';
import { escapeXml } from '../domain-xml/xml-element.ts';
import { canaryRom, canaryWords } from './canary-rom.ts';

export interface CanaryOptions {
  readonly virtType: 'kvm' | 'qemu';
  /** The `<cpu>` element; libvirt's default without one. */
  readonly cpuXml?: string | undefined;
  /** Where its few files go, in a folder of their own; QEMU's user must be able to reach it. */
  readonly folder: string;
  /** Default 30,000: long for a guest, short for a busy host. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** `bootMs` from the order to the first word; `loopMs` for the canary's loop: 2 on KVM, 10 when emulated, 1,000 when interpreted. */
export type CanaryResult =
  | { readonly booted: true; readonly bootMs: number; readonly loopMs: number }
  | { readonly booted: false; readonly reason: string };

/**
 * Runs a guest of this type to find out whether guests of this type run here: libvirt's capabilities list `kvm` even
 * where no guest ever gets anywhere. Nothing of it is left afterwards. That it failed is a result, not an error.
 */
export async function bootCanary(connection: Connection, options: CanaryOptions): Promise<CanaryResult> {
  await removeStrays(connection);
  const folder = await prepareFolder(options.folder);
  try {
    return await run(connection, folder, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const namePrefix = 'astrolabe-canary-';
let canaries = 0;

/** QEMU runs as another user: it may read the ROM and write the log, and not look around. */
async function prepareFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true, mode: 0o711 });
  const folder = await mkdtemp(path.join(parent, 'canary-'));
  await Promise.all([
    writeFile(romFile(folder), canaryRom(), { mode: 0o644 }),
    writeFile(logFile(folder), '', { mode: 0o600 }),
    chmod(folder, 0o711),
  ]);
  return folder;
}

const romFile = (folder: string): string => path.join(folder, 'canary.rom');
const logFile = (folder: string): string => path.join(folder, 'serial.log');

async function run(connection: Connection, folder: string, options: CanaryOptions): Promise<CanaryResult> {
  const { timeoutMs = 30_000, signal } = options;
  const begun = performance.now();
  let domain: Domain;
  try {
    const call = { timeoutMs, ...(signal && { signal }) };
    domain = await connection.createDomain(canaryXml(folder, options), domainCreateFlags.autodestroy, call);
  } catch (error) {
    return { booted: false, reason: error instanceof Error ? error.message : String(error) };
  }
  try {
    return await listen(logFile(folder), begun, timeoutMs, signal);
  } finally {
    await end(domain);
  }
}

/** Words take milliseconds; looking at the file as often costs nothing. */
const lookEveryMs = 3;

async function listen(
  file: string,
  begun: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<CanaryResult> {
  let firstWordAt: number | undefined;
  const isOver = (): boolean => performance.now() - begun >= timeoutMs || signal?.aborted === true;
  while (!isOver()) {
    const said = await readFile(file, 'latin1');
    if (firstWordAt === undefined && said.includes(canaryWords.begun)) firstWordAt = performance.now();
    if (firstWordAt !== undefined && said.includes(canaryWords.done)) {
      return { booted: true, bootMs: firstWordAt - begun, loopMs: performance.now() - firstWordAt };
    }
    await sleep(lookEveryMs);
  }
  const heard = firstWordAt === undefined ? 'nothing' : 'its first word only';
  return { booted: false, reason: `the guest was started, but within ${timeoutMs} ms it said ${heard}` };
}

/** It may have ended by itself; the daemon ends it in any case when this program goes away. */
async function end(domain: Domain): Promise<void> {
  try {
    await domain.destroy(domainDestroyFlags.default);
  } catch {
    // It is gone already, or the daemon is.
  }
}

/** A canary outlives its program only when the daemon was killed as well. */
async function removeStrays(connection: Connection): Promise<void> {
  const domains = await connection.listDomains();
  const strays = domains.filter(({ name }) => name.startsWith(namePrefix) && !isAlive(ownerOf(name)));
  await Promise.all(strays.map(end));
}

function ownerOf(name: string): number {
  return Number(name.slice(namePrefix.length).split('-')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function canaryXml(folder: string, { virtType, cpuXml = '' }: CanaryOptions): string {
  canaries += 1;
  return `
    <domain type='${virtType}'>
      <name>${namePrefix}${process.pid}-${canaries}</name>
      <memory unit='MiB'>8</memory>
      <vcpu>1</vcpu>
      <os>
        <type arch='x86_64' machine='pc'>hvm</type>
        <loader readonly='yes' type='rom'>${escapeXml(romFile(folder))}</loader>
      </os>
      ${cpuXml}
      <devices>
        <controller type='usb' model='none'/>
        <memballoon model='none'/>
        <serial type='file'><source path='${escapeXml(logFile(folder))}' append='on'/></serial>
      </devices>
    </domain>`;
}
