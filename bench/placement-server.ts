import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { PlacementClient } from './placement-client.ts';

/** A Placement that runs for the benchmark. */
export interface PlacementServer {
  readonly url: string;
  /** Uuids of its hosts. */
  readonly providers: readonly string[];
  stop(): Promise<void>;
}

/** Starts this project's service with so many equal hosts. */
export async function startOurs(database: string, providers: number): Promise<PlacementServer> {
  const program = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'placement', '--port', '0', '--database', database, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return fill(child, await firstOutput(child, /"url":\s*"([^"]+)"/), providers, 16);
}

/** Starts OpenStack's Placement by the program that serves it, with so many equal hosts. */
export async function startOpenStack(program: string, database: string, providers: number): Promise<PlacementServer> {
  if (!existsSync(program)) throw new Error(`there is no ${program}`);
  const port = await freePort();
  const child = spawn('/usr/bin/python3', [program, '--port', String(port), '--db', database], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await firstOutput(child, /(placement)/);
  return fill(child, `http://127.0.0.1:${port}`, providers, 1);
}

/** Makes equal hosts, by several clients where the server can do that. */
async function fill(child: ChildProcess, url: string, count: number, clients: number): Promise<PlacementServer> {
  const providers = Array.from({ length: count }, () => randomUUID());
  let next = 0;
  const work = async (): Promise<void> => {
    const client = new PlacementClient(url);
    for (let index = next++; index < count; index = next++) await makeHost(client, providers[index]!, index);
    client.close();
  };
  try {
    await Promise.all(Array.from({ length: clients }, work));
  } catch (error) {
    await end(child);
    throw error;
  }
  return { url, providers, stop: () => end(child) };
}

async function makeHost(client: PlacementClient, uuid: string, index: number): Promise<void> {
  const inventories = {
    VCPU: { total: 64, allocation_ratio: 16 },
    MEMORY_MB: { total: 262144, allocation_ratio: 1.5 },
    DISK_GB: { total: 4000 },
  };
  const traits = ['COMPUTE_NODE', 'COMPUTE_VOLUME_ATTACH', 'HW_CPU_X86_AVX2', 'HW_CPU_X86_SSE42', 'HW_CPU_X86_VMX'];
  const path = `/resource_providers/${uuid}`;
  await must(client, 'POST', '/resource_providers', { name: `host-${index}`, uuid });
  await must(client, 'PUT', `${path}/inventories`, { resource_provider_generation: 0, inventories });
  await must(client, 'PUT', `${path}/traits`, { resource_provider_generation: 1, traits });
}

async function must(client: PlacementClient, method: string, path: string, body: unknown): Promise<void> {
  const reply = await client.call(method, path, body);
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.body.toString().slice(0, 300)}`);
}

function firstOutput(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = pattern.exec(text);
      if (match) resolve(match[1]!);
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${text}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
