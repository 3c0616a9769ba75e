import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { astrolabe } from '../../cli/run-astrolabe.ts';
import { CloudProcess } from './cloud-process.ts';
import { StartedCommand } from './started-command.ts';

describe('the commands of a cloud', { timeout: 120_000 }, () => {
  let folder: string;
  let cloud: CloudProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloud-'));
    cloud = undefined;
  });
  afterEach(async () => {
    await cloud?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  const state = (): string => path.join(folder, 'state');
  const run = (...words: string[]) => astrolabe(folder, 'cloud', ...words, '--state', state());

  it('say that it runs, and end it', async () => {
    cloud = await CloudProcess.up(state(), '--driver', 'fake');
    const status = await run('status', '--json');
    expect(status.code).toBe(0);
    const { services } = JSON.parse(status.out) as { services: { service: string; answers: boolean }[] };
    const names = services.map(({ service }) => service).sort();
    expect(names).toEqual(['compute', 'console', 'identity', 'image', 'network', 'placement']);
    expect(services.every(({ answers }) => answers)).toBe(true);
    expect(await run('down', '--delete-servers')).toMatchObject({ code: 0, err: '' });
    expect(await run('status')).toMatchObject({ code: 1, err: expect.stringContaining('no cloud runs') as string });
    expect((await run('down')).code).toBe(1);
  });

  it('refuse a folder that another cloud has, and a port that somebody has', async () => {
    cloud = await CloudProcess.up(state(), '--driver', 'fake');
    await expect(CloudProcess.up(state(), '--driver', 'fake')).rejects.toThrow(/state is in use by process \d+/);
    await cloud.down();
    const taken = net.createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as net.AddressInfo).port));
    });
    const words = ['--driver', 'fake', '--port-base', String(port), '--state', path.join(folder, 'other')];
    await expect(StartedCommand.start('cloud', 'up', ...words)).rejects.toThrow(/EADDRINUSE.*\d+/);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('refuse what cannot be used with one message', async () => {
    const wrong = async (...words: string[]): Promise<string> => {
      const { code, err } = await run('up', '--driver', 'fake', '--port-base', '0', ...words);
      expect(code).toBe(2);
      return err;
    };
    expect(await wrong('--policy-file', 'image')).toContain('accepted: SERVICE=FILE');
    expect(await wrong('--policy-file', 'image=/nowhere.yaml')).toContain('/nowhere.yaml');
    expect(await wrong('--bus', 'amqp://127.0.0.1:1')).toMatch(/127\.0\.0\.1:1/);
    expect(await wrong('--cpu-allocation-ratio', 'many')).toContain('accepted: a number above 0');
  });
});
