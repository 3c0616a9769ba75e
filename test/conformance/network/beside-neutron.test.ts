import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkApi } from '../../../real/index.ts';
import { python, whyNot } from '../openstack-here.ts';
import { besideSteps } from './beside-steps.ts';
import type { Step } from './beside-steps.ts';

const reason = whyNot(['neutron.server', 'neutron_lib']);
const projects: Readonly<Record<string, string>> = {
  admin: '3'.repeat(32),
  member: '1'.repeat(32),
  reader: '1'.repeat(32),
  other: '2'.repeat(32),
};
const roles: Readonly<Record<string, string>> = {
  admin: 'admin,member,reader',
  member: 'member,reader',
  reader: 'reader',
  other: 'member,reader',
};

/** What Neutron shows of extensions that are not offered here. */
const foreign = new Set([
  ...['is_default', 'ipv4_address_scope', 'ipv6_address_scope', 'extra_dhcp_opts', 'service_types', 'stateful'],
  ...['remote_address_group_id', 'standard_attr_id', 'flavor_id', 'distributed', 'ha'],
]);
/** Differ by chance or by the clock; only whether they are there is compared. */
const changing = new Set(['created_at', 'updated_at', 'revision_number', 'message', 'detail', 'mac_address']);

let folder: string;
let neutron: ChildProcess | undefined;
let ours: networkApi.NetworkService | undefined;
let urls: { readonly theirs: string; readonly ours: string };

beforeAll(async () => {
  if (reason !== undefined) return;
  folder = mkdtempSync(path.join(tmpdir(), 'neutron-'));
  const program = fileURLToPath(new URL('neutron-api.py', import.meta.url));
  neutron = spawn(python, [program, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [port] = (await once(createInterface(neutron.stdout!), 'line')) as [string];
  ours = await networkApi.NetworkService.open({
    database: ':memory:',
    authenticate: (headers) => ({
      user_id: 'u',
      user_domain_id: null,
      project_id: String(headers['x-project-id']),
      project_domain_id: null,
      domain_id: null,
      system_scope: null,
      roles: String(headers['x-roles']).split(','),
      is_admin_project: true,
    }),
  });
  urls = { theirs: `http://127.0.0.1:${port}`, ours: await ours.listen(0) };
  await expect
    .poll(
      () =>
        fetch(urls.theirs).then(
          () => true,
          () => false,
        ),
      { timeout: 90_000 },
    )
    .toBe(true);
}, 120_000);

afterAll(async () => {
  await ours?.close();
  if (!neutron) return;
  const ended = once(neutron, 'exit');
  neutron.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true });
});

class Side {
  readonly #url: string;
  readonly #names = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** The answer with the ids of this side called by their names. */
  async take({ as, method, path: where, body, saves = {} }: Step): Promise<unknown> {
    const fill = (text: string): string => text.replace(/\$(\w+)/g, (_, name: string) => this.#names.get(name) ?? name);
    const response = await fetch(`${this.#url}/v2.0/${fill(where)}`, {
      method,
      headers: {
        'x-project-id': projects[as]!,
        'x-user-id': 'u',
        'x-roles': roles[as]!,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: fill(JSON.stringify(body)) }),
    });
    const text = await response.text();
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : null;
    for (const [name, place] of Object.entries(saves)) {
      const found = place.split('.').reduce((value, key) => (value as Record<string, unknown>)?.[key], json);
      if (typeof found === 'string') this.#names.set(name, found);
    }
    return { status: response.status, body: this.#comparable(json) };
  }

  #comparable(value: unknown, key = ''): unknown {
    if (changing.has(key)) return 'something';
    if (Array.isArray(value)) {
      const all = value.map((one) => this.#comparable(one));
      return all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).filter(([name]) => !foreign.has(name));
      if ('security_group_rules' in value) {
        return Object.fromEntries(
          entries
            .filter(([name]) => name !== 'shared')
            .map(([name, one]) => [
              name,
              name === 'security_group_rules' ? (one as unknown[]).length : this.#comparable(one, name),
            ]),
        );
      }
      return Object.fromEntries(entries.map(([name, one]) => [name, this.#comparable(one, name)]).sort());
    }
    if (typeof value !== 'string') return value;
    const named = [...this.#names].find(([, id]) => id === value)?.[0];
    if (named !== undefined) return `$${named}`;
    return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value) ? 'an id' : value;
  }
}

describe('beside real Neutron', () => {
  it.skipIf(reason !== undefined)(
    `every answer is the same${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 300_000 },
    async () => {
      const [theirs, own] = [new Side(urls.theirs), new Side(urls.ours)];
      const differences: unknown[] = [];
      for (const step of besideSteps) {
        const expected = await theirs.take(step);
        const found = await own.take(step);
        try {
          expect(found).toEqual(expected);
        } catch {
          differences.push({
            step: `${step.as} ${step.method} ${step.path} ${JSON.stringify(step.body)}`,
            expected,
            found,
          });
        }
      }
      expect(differences).toEqual([]);
    },
  );
});
