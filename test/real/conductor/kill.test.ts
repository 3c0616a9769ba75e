import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { bundleProgram } from '../../bundle-program.ts';
import { SmallCloud } from './small-cloud.ts';

/** How often the controller is killed; the long variant asks for 100. */
const kills = Number(process.env['FAKE_KILLS'] ?? 4);
const seed = Number(process.env['FAKE_SEED'] ?? 5);

test(
  `after kill -9 of the controller every server ends in a true state, and nothing leaks (${kills} times)`,
  { timeout: 60_000 + kills * 10_000 },
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-kill-'));
    // Beside this file, from where `sqlite3` is found.
    const program = path.join(import.meta.dirname, `.${process.pid}-use-until-killed.mjs`);
    await bundleProgram(new URL('./use-until-killed.ts', import.meta.url), program);
    const random = new RandomStream(seed, 'kill');
    try {
      for (let round = 0; round < kills; round += 1) {
        const child = spawn(process.execPath, [program, folder, `${seed + round}`], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        await once(child.stdout, 'data');
        await sleep(random.integer(1500, round));
        child.kill('SIGKILL');
        await once(child, 'exit');
        await expectTruth(folder, round);
      }
    } finally {
      rmSync(program);
      rmSync(folder, { recursive: true });
    }
  },
);

const amounts = {
  'm1.tiny': { VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 },
  'm1.small': { VCPU: 2, MEMORY_MB: 1024, DISK_GB: 1 },
};

async function expectTruth(folder: string, round: number): Promise<void> {
  const cloud = await SmallCloud.start({ folder, hosts: 3 });
  const when = `round ${round}, seed ${seed}`;
  await cloud.until(() =>
    cloud.present().every(({ vmState, taskState }) => vmState !== 'building' && taskState === null),
  );
  await cloud.conductor.idle();
  const onHosts = cloud.present().filter(({ host }) => host !== null);
  const migrations = onHosts.flatMap(({ migrationUuid }) => migrationUuid ?? []);
  expect(sorted(cloud.consumers()), when).toEqual(sorted([...onHosts.map(({ uuid }) => uuid), ...migrations]));
  for (const { uuid, flavor } of onHosts)
    expect(cloud.held(uuid), when).toEqual(amounts[flavor.name as keyof typeof amounts]);
  const withPorts = cloud.present().filter(({ host, vmState }) => host !== null || vmState === 'shelved_offloaded');
  expect(sorted(cloud.networks.ports.keys()), when).toEqual(sorted(withPorts.map(({ uuid }) => uuid)));
  for (const [index, hypervisor] of cloud.hypervisors.entries()) {
    const guests = await hypervisor.listGuests();
    const here = onHosts.filter(({ host }) => host === `host${index + 1}`);
    expect(sorted(guests.map(({ uuid }) => uuid)), when).toEqual(sorted(here.map(({ uuid }) => uuid)));
    for (const { uuid, powerState, ramMib } of guests) {
      const row = cloud.row(uuid);
      expect({ powerState, ramMib }, when).toEqual({ powerState: row.powerState, ramMib: row.flavor.ramMib });
      if (row.vmState === 'active') expect(powerState, when).toBe('running');
      if (row.vmState === 'stopped') expect(powerState, when).toBe('shutdown');
    }
  }
  await cloud.close();
}

function sorted(uuids: Iterable<string>): string[] {
  return [...uuids].sort((one, other) => one.localeCompare(other));
}
