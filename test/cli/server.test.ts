import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ServerExplanation, ServerTrace } from '../../real/index.ts';
import { Cloud } from '../../real/cloud/index.ts';
import { ApiClient } from '../end-to-end/cloud/api-client.ts';
import { inProcess } from './run-astrolabe.ts';

describe('astrolabe server', () => {
  let folder: string;
  let cloud: Cloud;
  let api: ApiClient;
  let ids: string[];

  beforeAll(async () => {
    for (const name of Object.keys(process.env)) if (name.startsWith('OS_')) vi.stubEnv(name, undefined);
    folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-story-'));
    cloud = await Cloud.open({
      stateFolder: folder,
      hypervisors: [{ kind: 'fake', hosts: 2 }],
      portBase: 0,
      logger: pino({ level: 'silent' }),
    });
    const admin = { username: 'admin', password: cloud.adminPassword, 'project-name': 'admin' };
    api = await ApiClient.logIn(cloud.urls, admin);
    const { images } = await api.call('image', 'GET', '/v2/images');
    const { networks } = await api.call('network', 'GET', '/v2.0/networks');
    const common = { imageRef: images[0].id, networks: [{ uuid: networks[0].id }] };
    await create({ ...common, name: 'web', flavorRef: '1', min_count: 2, max_count: 2 });
    await create({ ...common, name: 'huge', flavorRef: await hugeFlavor() });
    await create({ ...common, name: 'twin', flavorRef: '1' });
    await create({ ...common, name: 'twin', flavorRef: '1' });
    const { servers } = await api.call('compute', 'GET', '/servers');
    ids = ['web-1', 'web-2', 'huge'].map(
      (name) => (servers as { id: string; name: string }[]).find((each) => each.name === name)!.id,
    );
  });
  afterAll(async () => {
    await cloud?.close();
    rmSync(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
  });

  async function create(server: object): Promise<void> {
    await api.call('compute', 'POST', '/servers', { server });
    await vi.waitFor(
      async () => {
        const { servers } = await api.call('compute', 'GET', '/servers/detail');
        const open = (servers as { status: string }[]).filter(
          ({ status }) => status !== 'ACTIVE' && status !== 'ERROR',
        );
        if (open.length > 0) throw new Error(`still ${open[0]!.status}`);
      },
      { timeout: 30_000, interval: 50 },
    );
  }

  async function hugeFlavor(): Promise<string> {
    const flavor = { name: 'huge', vcpus: 1, ram: 64, disk: 1_000_000 };
    return (await api.call('compute', 'POST', '/flavors', { flavor })).flavor.id as string;
  }

  const run = (...words: string[]) => inProcess('server', ...words, '--state', folder);

  it('trace tells the life of a creation: API, conductor, scheduler with its decision, compute, ACTIVE', async () => {
    const { code, out } = await run('trace', 'web-1');
    expect(code).toBe(0);
    const [head, columns, ...lines] = out.trimEnd().split('\n');
    expect(head).toMatch(new RegExp(`^web-1 \\(${ids[0]}\\): create, ACTIVE after \\d+\\.\\d ms, trace [0-9a-f]{32}$`));
    expect(columns).toMatch(/^\s*at ms\s+took ms\s+service/);
    const order = [
      /compute-api +POST/,
      /conductor +build_servers/,
      /scheduler +select_destinations/,
      /scheduler +decision: The instance goes to fake-\d/,
      /compute fake-\d +perform build/,
      /compute fake-\d +network/,
      /compute fake-\d +start/,
      / ACTIVE on fake-\d/,
    ];
    const found = order.map((expected) => lines.findIndex((line) => expected.test(line)));
    expect(found, out).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('trace leaves out what was done for other servers of the same request', async () => {
    const story = JSON.parse((await run('trace', ids[0]!, '--json')).out) as ServerTrace;
    const [{ spans, action }] = story.actions as [ServerTrace['actions'][number]];
    expect(action).toBe('create');
    const servers = new Set(spans.flatMap(({ attributes }) => attributes['server.uuid'] ?? []));
    expect(servers).toContain(ids[0]);
    expect(spans.filter(({ attributes }) => attributes['server.uuid'] === ids[1])).toEqual([]);
    expect(spans.filter(({ name }) => name === 'perform')).toHaveLength(1);
  });

  it('trace shows any action, and says which there were', async () => {
    await api.call('compute', 'POST', `/servers/${ids[0]}/action`, { 'os-stop': null });
    await expect
      .poll(async () => (await api.call('compute', 'GET', `/servers/${ids[0]}`)).server.status as string)
      .toBe('SHUTOFF');
    const stop = await run('trace', 'web-1', '--action', 'stop');
    expect(stop.out).toMatch(/: stop, trace /);
    expect(stop.out).toMatch(/compute fake-\d +perform stop/);
    const all = await run('trace', 'web-1', '--all');
    expect(all.out.indexOf(': create,')).toBeLessThan(all.out.indexOf(': stop,'));
    const none = await run('trace', 'web-1', '--action', 'reboot');
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringContaining('web-1 had no action reboot; it had create, stop'),
    });
  });

  it('trace of a creation that found no host ends with why', async () => {
    const { out } = await run('trace', 'huge');
    expect(out).toMatch(/decision: No valid host: /);
    expect(out).not.toMatch(/ACTIVE/);
  });

  it('explain tells in sentences why a server is where it is, or nowhere', async () => {
    expect((await run('explain', 'web-1')).out).toMatch(
      /^web-1 .*, decided at \d{4}-.*\n {2}The instance goes to fake-\d/,
    );
    const { out } = await run('explain', 'huge');
    expect(out).toMatch(/No valid host: /);
    const story = JSON.parse((await run('explain', 'huge', '--json')).out) as ServerExplanation;
    expect(story.decisions).toMatchObject([{ outcome: 'no-valid-host', host: null }]);
  });

  it('asks back where a name means several servers or none', async () => {
    expect(await run('trace', 'twin')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/several servers are called twin: /),
    });
    for (const name of ['nobody', '../../v2.1/servers', 'a.*', '']) {
      expect(await run('explain', name)).toMatchObject({ code: 2, err: expect.stringMatching(/there is no server /) });
    }
  });

  it('reads the cloud from options, variables and files, and says what is missing', async () => {
    const authUrl = cloud.urls['identity']!;
    const given = ['--os-auth-url', authUrl, '--os-username', 'admin', '--os-project-name', 'admin'];
    const ask = (...words: string[]) => inProcess('server', 'explain', 'web-1', ...words);
    expect((await ask(...given, '--os-password', cloud.adminPassword)).code).toBe(0);
    expect(await ask(...given)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--os-password is missing, or the variable OS_PASSWORD/),
    });
    expect(await ask(...given, '--os-password', 'wrong')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/the identity service answered 401: /),
    });
    expect(await ask('--os-auth-url', 'http://127.0.0.1:3', ...given.slice(2), '--os-password', 'x')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/http:\/\/127\.0\.0\.1:3 does not answer: .*ECONNREFUSED/),
    });
    vi.stubEnv('OS_CLIENT_CONFIG_FILE', path.join(folder, 'clouds.yaml'));
    expect((await ask('--os-cloud', 'astrolabe')).code).toBe(0);
    expect(await ask('--os-cloud', 'other')).toMatchObject({
      err: expect.stringMatching(/has no cloud other; it has astrolabe/),
    });
    const broken = path.join(folder, 'broken.yaml');
    writeFileSync(broken, 'clouds: [');
    vi.stubEnv('OS_CLIENT_CONFIG_FILE', broken);
    expect(await ask('--os-cloud', 'other')).toMatchObject({ code: 2, err: expect.stringContaining(broken) });
    vi.stubEnv('OS_CLIENT_CONFIG_FILE', undefined);
    expect(await ask('--state', '/nowhere')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no cloud has been in/),
    });
  });

  it('is for admins: others do not learn hosts, and other projects find no server', async () => {
    const member = await person('member', 'admin');
    const stranger = await person('stranger', 'elsewhere');
    for (const what of ['trace', 'explain']) {
      expect(await member(ids[0]!, what)).toBe(403);
      expect(await stranger(ids[0]!, what)).toBe(404);
      expect(await statusOf(ids[0]!, what, 'no-token')).toBe(401);
      expect(await statusOf(ids[0]!, what, api.token)).toBe(200);
    }
  });

  const statusOf = async (id: string, what: string, token: string): Promise<number> => {
    const url = new URL(`/astrolabe/v1/servers/${id}/${what}`, cloud.urls['compute']);
    const answer = await fetch(url, { headers: { 'x-auth-token': token } });
    await answer.body?.cancel();
    return answer.status;
  };

  /** A new member of a project, who asks. */
  async function person(name: string, projectName: string): Promise<(id: string, what: string) => Promise<number>> {
    const { projects } = await api.call('identity', 'GET', `/projects?name=${projectName}`);
    const project =
      projects[0] ?? (await api.call('identity', 'POST', '/projects', { project: { name: projectName } })).project;
    const { user } = await api.call('identity', 'POST', '/users', { user: { name, password: 'secret-1' } });
    const { roles } = await api.call('identity', 'GET', '/roles?name=member');
    await api.call('identity', 'PUT', `/projects/${project.id}/users/${user.id}/roles/${roles[0].id}`);
    const own = await ApiClient.logIn(cloud.urls, {
      username: name,
      password: 'secret-1',
      'project-name': projectName,
    });
    return (id, what) => statusOf(id, what, own.token);
  }
});
