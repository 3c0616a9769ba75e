import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** A cloud that runs for a benchmark, as its users start it: all in one process. */
export interface BenchCloud {
  readonly urls: Readonly<Record<string, string>>;
  readonly password: string;
  /** Where it keeps everything; gone when it stops. */
  readonly folder: string;
  /** From the start of the process until it said that it is up. */
  readonly startMs: number;
  /** CPU of the process so far. */
  cpuMs(): number;
  /** Resident and proportional memory, MiB. */
  memoryMib(): { readonly rss: number; readonly pss: number };
  stop(): Promise<void>;
}

/** @param words of `astrolabe cloud up`, such as `--driver fake --hosts 3` */
export async function startCloud(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<BenchCloud> {
  const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'cloud-bench-'));
  // dnsmasq becomes another user, which must be able to pass.
  chmodSync(folder, 0o711);
  const begun = performance.now();
  const args = [program, 'cloud', 'up', '--state', folder, '--port-base', '0', '--json', ...words];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const { urls } = JSON.parse(await firstObject(child)) as { urls: Record<string, string> };
  const startMs = performance.now() - begun;
  const file = parse(readFileSync(join(folder, 'clouds.yaml'), 'utf8')) as {
    clouds: { astrolabe: { auth: { password: string } } };
  };
  return {
    urls,
    password: file.clouds.astrolabe.auth.password,
    folder,
    startMs,
    cpuMs: () => cpuMsOf(child.pid!),
    memoryMib: () => memoryMibOf(child.pid!),
    stop: async () => {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function firstObject(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.endsWith('}\n')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`the cloud ended with ${code}: ${text}`)));
  });
}

/** Of the kernel's clock ticks, which are 10 ms. */
function cpuMsOf(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function memoryMibOf(pid: number): { rss: number; pss: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? NaN);
  return { rss: kib('Rss') / 1024, pss: kib('Pss') / 1024 };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
