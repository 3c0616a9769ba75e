import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import type { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlacementService } from '../../../real/index.ts';
import type { PlacementServiceOptions } from '../../../real/index.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- tests read answers as they expect them to be
export type AnyJson = any;

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: AnyJson;
}

export interface CallOptions {
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; `body` is sent as JSON. */
  readonly raw?: string | Buffer;
  readonly agent?: Agent;
}

/** One request to a service, as an admin at the newest microversion unless it says otherwise. */
export function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<TestAnswer> {
  const payload = options.raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const headers: Record<string, string> = {
    'x-auth-token': 'admin',
    accept: 'application/json',
    'openstack-api-version': `placement ${options.version ?? '1.39'}`,
    ...(payload !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(payload)),
    }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, ...(options.agent && { agent: options.agent }) }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = (answer.headers['content-type'] ?? '').startsWith('application/json');
        resolve({
          status: answer.statusCode!,
          headers: answer.headers,
          text,
          json: isJson && text ? JSON.parse(text) : undefined,
        });
      });
    });
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** A new file for a database. */
export function databaseFile(): string {
  return join(mkdtempSync(join(tmpdir(), 'astrolabe-placement-')), 'placement.sqlite');
}

/** A service in this process on a free port. */
export function startService(options: Partial<PlacementServiceOptions> = {}): Promise<PlacementService> {
  return PlacementService.start({ database: databaseFile(), port: 0, testing: true, ...options });
}

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** A service in a process of its own, to be killed; `prefix` is a shell command before it (`ulimit ...;`). */
export async function spawnService(database: string, prefix = ''): Promise<{ url: string; process: ChildProcess }> {
  const command = `${prefix} exec "${process.execPath}" "${program}" placement --database "${database}" --port 0 --testing --log-level silent --json`;
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = /"url":\s*"([^"]+)"/.exec(text);
      if (match) resolve(match[1]!);
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${text}`)));
  });
  return { url, process: child };
}

/** Ends a process at once and waits until it is gone. */
export function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** Makes a provider with inventories; answers its uuid. */
export async function makeProvider(
  url: string,
  uuid: string,
  inventories: Readonly<Record<string, object>>,
  parent: string | null = null,
): Promise<string> {
  await expectStatus(call(url, 'POST', '/resource_providers', { uuid, name: uuid, parent_provider_uuid: parent }), 200);
  const body = { resource_provider_generation: 0, inventories };
  await expectStatus(call(url, 'PUT', `/resource_providers/${uuid}/inventories`, body), 200);
  return uuid;
}

/** Body of a `PUT /allocations/{consumer}` at the newest microversion. */
export function allocationsBody(
  allocations: Readonly<Record<string, Readonly<Record<string, number>>>>,
  generation: number | null = null,
): object {
  return {
    allocations: Object.fromEntries(Object.entries(allocations).map(([uuid, resources]) => [uuid, { resources }])),
    project_id: 'project',
    user_id: 'user',
    consumer_generation: generation,
    consumer_type: 'INSTANCE',
  };
}

/** Fails with the answer's text when the status is another. */
export async function expectStatus(answer: Promise<TestAnswer>, status: number): Promise<TestAnswer> {
  const found = await answer;
  if (found.status !== status) throw new Error(`expected ${status}, found ${found.status}: ${found.text}`);
  return found;
}

/** Uuid whose last part is the number. */
export function numberedUuid(number: number, kind = 0): string {
  return `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
