import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Cloud } from '../../../real/cloud/index.ts';
import type { CloudOptions } from '../../../real/cloud/index.ts';
import { runningCloud } from '../../../real/cloud/state-folder.ts';
import { ApiClient } from '../../end-to-end/cloud/api-client.ts';

describe('a cloud in one process', { timeout: 60_000 }, () => {
  let folder: string;
  let log: string;
  let opened: Cloud[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cloud-'));
    log = '';
    opened = [];
  });
  afterEach(async () => {
    for (const cloud of opened) await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const options = (changes: Partial<CloudOptions> = {}): CloudOptions => ({
    stateFolder: path.join(folder, 'state'),
    hypervisors: [{ kind: 'fake', hosts: 2 }],
    portBase: 0,
    logger: pino({ level: 'trace' }, new Writable({ write: (chunk, _, done) => ((log += String(chunk)), done()) })),
    ...changes,
  });

  async function open(changes: Partial<CloudOptions> = {}): Promise<Cloud> {
    const cloud = await Cloud.open(options(changes));
    opened.push(cloud);
    return cloud;
  }

  const logIn = ({ urls, adminPassword }: Cloud): Promise<ApiClient> =>
    ApiClient.logIn(urls, { username: 'admin', password: adminPassword, 'project-name': 'admin' });

  async function reopen(cloud: Cloud): Promise<Cloud> {
    await cloud.close();
    opened.splice(opened.indexOf(cloud), 1);
    return open();
  }

  it('has flavors, an image and a network from its first start, and what is taken away stays away', async () => {
    const first = await open();
    const api = await logIn(first);
    const { images } = await api.call('image', 'GET', '/v2/images');
    expect(images).toMatchObject([{ name: 'astrolabe-test', status: 'active', visibility: 'public' }]);
    const { networks } = await api.call('network', 'GET', '/v2.0/networks');
    expect(networks).toMatchObject([{ name: 'default', shared: true }]);
    await api.call('image', 'DELETE', `/v2/images/${images[0].id}`);

    const second = await reopen(first);
    expect(second.adminPassword).toBe(first.adminPassword);
    expect((await (await logIn(second)).call('image', 'GET', '/v2/images')).images).toEqual([]);
  });

  it('keeps what nobody else may read where nobody else can', async () => {
    const cloud = await open();
    const state = path.join(folder, 'state');
    const readable = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => {
      const hidden = name.split('/').some((_, i, parts) => {
        return (statSync(path.join(state, ...parts.slice(0, i + 1))).mode & 0o004) === 0;
      });
      return !hidden && statSync(path.join(state, name)).isFile();
    });
    expect(readable).toEqual([]);
    const { auth } = (parse(readFileSync(cloud.cloudsFile, 'utf8')) as { clouds: { astrolabe: { auth: object } } })
      .clouds.astrolabe;
    expect(auth).toMatchObject({ auth_url: cloud.urls['identity'], username: 'admin', password: cloud.adminPassword });
  });

  it('writes no password and no token into its log', async () => {
    const cloud = await open();
    const api = await logIn(cloud);
    await api.call('image', 'GET', '/v2/images');
    await expect(api.call('identity', 'GET', `/users?name=${cloud.adminPassword}`)).resolves.toBeDefined();
    const wrong = { username: 'admin', password: 'a-wrong-password', 'project-name': 'admin' };
    await expect(ApiClient.logIn(cloud.urls, wrong)).rejects.toThrow('no token');
    await cloud.close();
    opened = [];
    const { serviceToken } = JSON.parse(readFileSync(path.join(folder, 'state/secrets.json'), 'utf8'));
    expect(log).toContain('/v3/auth/tokens');
    for (const secret of [cloud.adminPassword, api.token, serviceToken, 'a-wrong-password']) {
      expect(log.includes(secret)).toBe(false);
    }
  });

  it('is one for a folder, says that it runs, and leaves the folder when it ends', async () => {
    const state = path.join(folder, 'state');
    expect(await runningCloud(state)).toBeUndefined();
    const cloud = await open();
    expect(await runningCloud(state)).toMatchObject({ pid: process.pid, urls: cloud.urls });
    await expect(Cloud.open(options())).rejects.toThrow(/in use by process/);
    const { urls } = cloud;
    await cloud.close();
    opened = [];
    expect(await runningCloud(state)).toBeUndefined();
    for (const url of Object.values(urls)) await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('that cannot have a port leaves nothing open', async () => {
    const taken = net.createServer();
    const base = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as net.AddressInfo).port - 3));
    });
    await expect(open({ portBase: base })).rejects.toThrow(/EADDRINUSE/);
    await new Promise((resolve) => taken.close(resolve));
    await open({ portBase: base });
  });
});
