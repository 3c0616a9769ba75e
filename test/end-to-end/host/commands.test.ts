import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { astrolabe, startAstrolabe } from '../../cli/run-astrolabe.ts';
import { hostAbsence, nothingLeft, TestHost } from './a-host.ts';

const absence = hostAbsence();
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe(`astrolabe host${absence}`, { skip: absence !== '', timeout: 120_000 }, () => {
  let test: TestHost;
  let place: readonly string[];

  beforeAll(async () => {
    test = await TestHost.make();
    // Nothing that boots: the firmware says so on the screen, and stays.
    writeFileSync(path.join(test.folder, 'empty.raw'), Buffer.alloc(1 << 20));
    writeFileSync(
      path.join(test.folder, 'web.yaml'),
      'name: web\nflavor: { vcpus: 1, ram: 64 MiB, disk: 1 GiB }\nimage: { file: empty.raw }\nnetwork: { cidr: 10.40.0.0/24 }\n',
    );
    const { state, daemon, namespace } = test;
    place = ['--state', state, '--libvirt', daemon.qemuUri, '--netns', namespace.path, '--virt-type', 'qemu'];
  });

  afterAll(() => test?.remove());

  const run = (...args: string[]) => astrolabe(test.folder, 'host', ...args, ...place);

  it('spawns a server that stays, lists it, shows its console and deletes it', async () => {
    const spawned = await run('spawn', 'web.yaml', '--keep', '--json');
    expect(spawned).toMatchObject({ code: 0, err: '' });
    const { uuid, addresses, steps } = JSON.parse(spawned.out) as {
      uuid: string;
      addresses: string[];
      steps: { step: string; ms: number }[];
    };
    expect(addresses).toEqual(['10.40.0.2']);
    expect(steps.map(({ step }) => step)).toContain('start');
    expect(await test.domState(uuid)).toBe('running');
    const listed = await run('list', '--json');
    expect(JSON.parse(listed.out)).toMatchObject([{ uuid, name: 'web', powerState: 'running', addresses }]);
    expect(await run('console-log', uuid)).toMatchObject({ code: 0 });
    // Leases are renewed although no command is at work.
    expect((await test.left()).links.length).toBeGreaterThan(1);
    expect(await run('delete', uuid)).toMatchObject({ code: 0, out: `deleted ${uuid}\n` });
    expect(await test.left()).toEqual(nothingLeft);
  });

  it('deletes the server with Ctrl-C, and keeps others off the folder meanwhile', async () => {
    const { child, finished } = startAstrolabe(test.folder, 'host', 'spawn', 'web.yaml', ...place);
    await new Promise<void>((resolve) => {
      child.stderr!.on('data', (text: string) => {
        if (text.includes('Ctrl-C')) resolve();
      });
    });
    expect((await test.left()).domains.length).toBe(1);
    const second = await run('list');
    expect(second.code).toBe(2);
    expect(second.err).toContain(`in use by process ${child.pid}`);
    child.kill('SIGINT');
    expect((await finished).code).toBe(0);
    expect(await test.left()).toEqual(nothingLeft);
  });

  it('takes everything back when Ctrl-C comes in the middle of a spawn', async () => {
    const { child, finished } = startAstrolabe(test.folder, 'host', 'spawn', 'web.yaml', ...place);
    const instances = path.join(test.state, 'instances');
    const guests = () => (existsSync(instances) ? readdirSync(instances).filter((name) => uuidPattern.test(name)) : []);
    await expect.poll(() => guests().length, { interval: 5 }).toBe(1);
    child.kill('SIGINT');
    expect((await finished).code).toBe(130);
    expect(await test.left()).toEqual(nothingLeft);
  });

  it('refuses what is not there with exit code 2', async () => {
    const absent = '6f5c9b1e-4a0f-4a52-9c7d-0b8f0a3c1d2e';
    expect(await run('delete', absent)).toMatchObject({ code: 2, err: expect.stringContaining(absent) as string });
    expect(await run('console-log', absent)).toMatchObject({ code: 2 });
    expect(await run('spawn', 'missing.yaml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('missing.yaml: found ENOENT') as string,
    });
  });
});
