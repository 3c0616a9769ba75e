import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../../core/index.ts';
import { FileImageSource, LocalHost } from '../../../real/index.ts';
import type { GuestRequest, LocalHostOptions, SourceImage } from '../../../real/index.ts';
import { qemuOf } from '../../real/compute/hypervisor-contract/rom-host.ts';
import { hostAbsence, TestHost } from './a-host.ts';
import { AgentProcess } from './agent-process.ts';
import { romImages, romRequest } from './rom-guests.ts';

const absence = hostAbsence();

/** How often something is killed; the long variant asks for 100. */
const kills = Number(process.env['HOST_KILLS'] ?? 2);
const random = new RandomStream(Number(process.env['HOST_SEED'] ?? 7), 'host kills');
/** A spawn takes half a second, a deletion two: most kills come in the middle of something. */
const killAfterMsMax = 2500;

describe(`kill -9 in the middle of spawns, snapshots and deletions${absence}`, { skip: absence !== '' }, () => {
  let test: TestHost;
  let options: LocalHostOptions;
  let image: SourceImage;
  /** Guests that nobody asked anything of: nothing may happen to them. */
  const calm = new Map<string, number>();
  let asked = 0;

  /** With an address that no calm guest has; those of the round before are gone. */
  const aRequest = (): GuestRequest => romRequest(image, 10 + ((asked += 1) % 200));

  beforeAll(async () => {
    test = await TestHost.make();
    const { imageRoot, testLoader } = romImages(test.folder);
    image = await new FileImageSource(imageRoot).find('small.raw');
    options = test.options(imageRoot, { testLoader, guests: { virtType: 'qemu' }, canary: false });
    const host = await LocalHost.open(options);
    const quiet = [romRequest(image, 2), romRequest(image, 3)];
    await Promise.all(quiet.map((request) => host.agent.build(request)));
    for (const { uuid } of quiet) calm.set(uuid, qemuOf(uuid)!);
    await host.close();
  });

  afterAll(() => test?.remove());

  it(`of the agent and of libvirtd, ${kills} times`, { timeout: 60_000 + kills * 60_000 }, async () => {
    for (let round = 0; round < kills; round += 1) {
      const victim = round % 2 === 0 ? 'agent' : 'libvirtd';
      const afterMs = Math.round(random.uniform(round) * killAfterMsMax);
      await expect(killOnce(victim, afterMs), `${victim} killed after ${afterMs} ms`).resolves.toBeUndefined();
    }
  });

  async function killOnce(victim: 'agent' | 'libvirtd', afterMs: number): Promise<void> {
    const { logger: _, ...plain } = options;
    const agent = await AgentProcess.start(plain);
    const present = [aRequest(), aRequest()];
    await Promise.all(present.map((request) => agent.call('build', request)));
    const [first, second] = present as [GuestRequest, GuestRequest];
    const underWay = Promise.allSettled([
      agent.call('build', aRequest()),
      agent.call('build', aRequest()),
      agent.call('snapshot', first.uuid, randomUUID()),
      agent.call('delete', second.uuid),
    ]);
    await sleep(afterMs);
    if (victim === 'agent') {
      await agent.kill();
    } else {
      await test.daemon.kill();
      await sleep(200);
      await test.daemon.start();
      for (const outcome of await underWay) {
        // A typed error, never an internal one.
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: expect.any(String) as string });
      }
      await agent.end();
    }
    const host = await LocalHost.open(options);
    try {
      await expectTruth(host);
      const others = (await host.requests()).filter(({ uuid }) => !calm.has(uuid));
      await Promise.all(others.map(({ uuid }) => host.agent.delete(uuid)));
      await test.daemon.forgetCutOffStarts();
      // What libvirt forgets last was no guest of this host any more.
      await expect.poll(async () => (await test.left()).domains.length, { timeout: 30_000 }).toBe(calm.size);
      await expectTruth(host);
    } finally {
      await host.close();
    }
  }

  /** The agent's view, libvirt's, the kernel's and the file system's are one; nothing half-made is left. */
  async function expectTruth(host: LocalHost): Promise<void> {
    const guests = await host.hypervisor.listGuests();
    const requests = await host.requests();
    const uuids = guests.map(({ uuid }) => uuid).toSorted();
    const { domains, folders, links, rules } = await test.left();
    const dreamt = test.daemon.cutOffStarts();
    expect(domains.filter((uuid) => !dreamt.includes(`instance-${uuid}`)).toSorted()).toEqual(uuids);
    expect(folders.filter((name) => !name.startsWith('.')).toSorted()).toEqual(uuids);
    for (const { uuid, powerState } of guests) {
      expect({ uuid, state: await test.domState(uuid) }).toEqual({ uuid, state: domStateOf[powerState] });
    }
    expect(
      host.agent
        .instances()
        .map(({ uuid }) => uuid)
        .toSorted(),
    ).toEqual(uuids);
    expect(links.filter((name) => name.startsWith('tap')).length).toBe(requests.flatMap((each) => each.ports).length);
    const chains = new Set([...rules.matchAll(/chain to-([0-9a-f-]{36})/g)].map((match) => match[1]));
    expect(chains).toEqual(new Set(requests.flatMap((each) => each.ports.map(({ id }) => id))));
    expect(strayFiles()).toEqual([]);
    expect(strayProcesses(uuids)).toEqual([]);
    for (const [uuid, pid] of calm) expect({ uuid, pid: qemuOf(uuid) }).toEqual({ uuid, pid });
  }

  function strayFiles(): string[] {
    const files = readdirSync(test.state, { recursive: true, encoding: 'utf8' });
    return files.filter((name) => /\.part$|snapshot-|flat-|resize\./.test(path.basename(name)));
  }

  /** QEMUs of this host that belong to no guest. */
  function strayProcesses(uuids: readonly string[]): string[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const commands = pids.map((pid) => commandOf(pid)).filter((command) => command.includes('qemu-system'));
    const ours = commands.filter((command) => command.includes(test.daemon.folder) || command.includes(test.folder));
    return ours.filter((command) => !uuids.some((uuid) => command.includes(uuid)));
  }
});

const domStateOf = {
  running: 'running',
  paused: 'paused',
  shutdown: 'shut off',
  suspended: 'shut off',
  crashed: 'crashed',
  nostate: 'no state',
} as const;

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
