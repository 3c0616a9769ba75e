import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileImageSource } from '../../../real/index.ts';
import { hostAbsence, nothingLeft, TestHost } from './a-host.ts';
import { AgentProcess } from './agent-process.ts';
import { romImages, romRequest } from './rom-guests.ts';

const absence = hostAbsence();
const count = 30;

describe(`${count} guests asked for at once${absence}`, { skip: absence !== '', timeout: 300_000 }, () => {
  let test: TestHost;

  beforeAll(async () => {
    test = await TestHost.make();
  });

  afterAll(() => test?.remove());

  it('all run, from one image that was fetched and converted once, by an agent of less than 200 MB', async () => {
    const { imageRoot, testLoader } = romImages(test.folder);
    const image = await new FileImageSource(imageRoot).find('small.raw');
    const { logger: _, ...options } = test.options(imageRoot, { testLoader, guests: { virtType: 'qemu' } });
    const agent = await AgentProcess.start(options);
    const requests = Array.from({ length: count }, (_none, i) => romRequest(image, 10 + i));
    const outcomes = await Promise.allSettled(requests.map((request) => agent.call('build', request)));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    const running = (await test.daemon.virsh('list', '--uuid')).split('\n').filter((line) => line.trim() !== '');
    expect(running.toSorted()).toEqual(requests.map(({ uuid }) => uuid).toSorted());
    const cached = readdirSync(path.join(test.state, 'image-cache')).filter((name) => !name.endsWith('.json'));
    expect(cached.length).toBe(1);
    const rssMiB = await agent.call<number>('rssMiBMax');
    expect(rssMiB * 1.048576).toBeLessThan(200);
    await Promise.all(requests.map(({ uuid }) => agent.call('delete', uuid)));
    expect(await agent.call('instances')).toEqual([]);
    await agent.end();
    expect(await test.left()).toEqual(nothingLeft);
  });
});
