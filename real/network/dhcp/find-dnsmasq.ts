import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Our dnsmasq processes below a folder, by the configuration file that they were started with. Asked of the kernel, not
 * of pid files: a crash may come before one is written, and a number in one may be somebody else's by now.
 */
export async function findDnsmasq(folder: string): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const config = await configOf(Number(entry));
    if (config?.startsWith(`${folder}/`)) found.set(config, [...(found.get(config) ?? []), Number(entry)]);
  }
  return found;
}

/** The configuration file of a dnsmasq, or undefined for another process and for none. */
export async function configOf(pid: number): Promise<string | undefined> {
  const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  if (path.basename(words[0] ?? '') !== 'dnsmasq') return undefined;
  return words.find((word) => word.startsWith(configArgument))?.slice(configArgument.length);
}

export const configArgument = '--conf-file=';

/** Ends a dnsmasq and waits for its end. */
export async function endDnsmasq(pid: number, config: string): Promise<void> {
  for (let attempt = 0; attempt < 500 && (await configOf(pid)) === config; attempt += 1) {
    // It has nothing to lose; two seconds are for a machine that is very busy.
    if (attempt === 0 || attempt === 200) signal(pid, attempt === 0 ? 'SIGTERM' : 'SIGKILL');
    await sleep(10);
  }
}

/** It may have ended by itself since somebody looked. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
