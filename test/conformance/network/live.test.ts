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
import { python } from '../openstack-here.ts';
import { Side } from './beside-side.ts';
import { besideSteps } from './beside-steps.ts';
import { record, recordedAnswers } from './recorded-neutron.ts';

/** `1`: real Neutron (Debian's python3-neutron) is asked again; `record`: its answers become the record. Takes a minute. */
const live = process.env['NEUTRON_LIVE'];

let folder: string;
let neutron: ChildProcess | undefined;
let url: string;

beforeAll(async () => {
  if (live === undefined) return;
  folder = mkdtempSync(path.join(tmpdir(), 'neutron-'));
  const program = fileURLToPath(new URL('neutron-api.py', import.meta.url));
  neutron = spawn(python, [program, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [port] = (await once(createInterface(neutron.stdout!), 'line')) as [string];
  url = `http://127.0.0.1:${port}`;
  const answers = (): Promise<boolean> =>
    fetch(url).then(
      () => true,
      () => false,
    );
  while (!(await answers())) await sleep(200);
});

afterAll(async () => {
  if (!neutron) return;
  const ended = once(neutron, 'exit');
  neutron.stdin!.end();
  await ended;
  rmSync(folder, { recursive: true });
});

describe('real Neutron', () => {
  const title = live === undefined ? ' (skipped: NEUTRON_LIVE=1 asks it)' : '';
  it.skipIf(live === undefined)(`answers as recorded${title}`, { timeout: 300_000 }, async () => {
    const side = new Side(url);
    const answers: unknown[] = [];
    for (const step of besideSteps) answers.push(await side.take(step));
    if (live === 'record') record(answers);
    expect(answers).toEqual(recordedAnswers());
  });
});
