import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkApi } from '../../../real/index.ts';
import { python, whyNot } from '../openstack-here.ts';
import { besideSteps } from './beside-steps.ts';
import { Side } from './beside-side.ts';

const reason = whyNot(['neutron.server', 'neutron_lib']);
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
  const answers = (): Promise<boolean> =>
    fetch(urls.theirs).then(
      () => true,
      () => false,
    );
  while (!(await answers())) await sleep(200);
}, 120_000);

afterAll(async () => {
  await ours?.close();
  if (!neutron) return;
  const ended = once(neutron, 'exit');
  neutron.stdin!.end();
  await ended;
  rmSync(folder, { recursive: true });
});

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
