import type { Asked, StoryAnswer } from '../../../conformance/compute-api/story.ts';

export type Ask = (asked: Asked) => Promise<StoryAnswer>;

/** Things that both clouds have, by the name that each has for them. */
export interface Names {
  readonly image: string;
  readonly small: string;
  readonly large: string;
}

/** What was told at each step: statuses, keys and kinds of values; words of errors. */
export type Told = Record<string, unknown>;

/** Minor numbers of the microversions that change something of servers, and of those before them; 2.93 is Nova's newest. */
const minors = [
  1, 2, 3, 8, 9, 15, 16, 18, 19, 20, 21, 22, 23, 25, 26, 46, 47, 48, 50, 51, 57, 58, 61, 62, 63, 70, 71, 72, 73, 74, 75,
  77, 78, 83, 84, 89, 90, 93,
];

/** A day in the life of servers, asked of our cloud and of Nova in the same words. */
export async function serverStory(ask: Ask, names: Names): Promise<Told> {
  const teller = new Teller(ask);
  const id = await teller.server('one', names, { metadata: { a: 'b' }, networks: 'none' });
  const broken = await teller.server('broken', names, { networks: 'none' });
  await teller.sweeps(id, broken, names);
  await teller.refusals(id, names);
  await teller.changes(id, names);
  return teller.told;
}

class Teller {
  readonly told: Told = {};
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async server(name: string, names: Names, more: object): Promise<string> {
    const body = { server: { name, imageRef: names.image, flavorRef: names.small, ...more } };
    const answer = await this.#ask({ as: 'member', method: 'POST', path: '/servers', version: '2.90', body });
    const { id } = (answer.body as { server: { id: string } }).server;
    this.told[`create ${name}`] = shapeOf(answer);
    await this.settle(id);
    return id;
  }

  /** Waits until nothing is done to the server. */
  async settle(id: string): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      const { body } = await this.#ask({ as: 'admin', method: 'GET', path: `/servers/${id}`, version: '2.1' });
      const { server } = body as { server?: Record<string, unknown> };
      if (!server || (server['OS-EXT-STS:task_state'] === null && server['status'] !== 'BUILD')) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`server ${id} does not settle`);
  }

  async tell(label: string, asked: Asked): Promise<StoryAnswer> {
    const answer = await this.#ask(asked);
    this.told[label] = shapeOf(answer);
    return answer;
  }

  async act(id: string, name: string, value: unknown, more: Partial<Asked> = {}): Promise<StoryAnswer> {
    const asked = { as: 'member', method: 'POST', version: '2.90', ...more } as const;
    const label = `${asked.as} ${name} ${JSON.stringify(value)} at ${asked.version}`;
    const answer = await this.tell(label, { ...asked, path: `/servers/${id}/action`, body: { [name]: value } });
    await this.settle(id);
    return answer;
  }

  /** The same question at all microversions: told wherever the answer changes. */
  async sweep(label: string, asked: Omit<Asked, 'version'>): Promise<void> {
    let last = '';
    for (const minor of minors) {
      const told = shapeOf(await this.#ask({ ...asked, version: `2.${minor}` }));
      const text = JSON.stringify(told);
      if (text !== last) this.told[`${label} from 2.${minor}`] = told;
      last = text;
    }
  }

  async sweeps(id: string, broken: string, names: Names): Promise<void> {
    const server = `/servers/${id}`;
    for (const as of ['admin', 'member', 'reader', 'other'] as const) {
      await this.sweep(`${as} shows`, { as, method: 'GET', path: server });
      await this.sweep(`${as} lists`, { as, method: 'GET', path: '/servers/detail?name=^one$' });
      await this.sweep(`${as} sees the actions`, { as, method: 'GET', path: `${server}/os-instance-actions` });
    }
    for (const as of ['admin', 'member'] as const) {
      const path = `${server}/os-instance-actions`;
      const { body } = await this.#ask({ as, method: 'GET', path, version: '2.1' });
      const [action] = (body as { instanceActions: { request_id: string }[] }).instanceActions;
      await this.sweep(`${as} sees an action`, { as, method: 'GET', path: `${path}/${action!.request_id}` });
      await this.sweep(`${as} updates`, { as, method: 'PUT', path: server, body: { server: { name: 'one' } } });
    }
    for (const path of [
      'os-interface',
      'os-volume_attachments',
      'ips',
      'tags',
      'metadata',
      'metadata/a',
      'metadata/c',
      'topology',
      'migrations',
      'migrations/1',
      'os-server-password',
      'diagnostics',
      'os-security-groups',
    ]) {
      await this.sweep(`reader gets ${path}`, { as: 'reader', method: 'GET', path: `${server}/${path}` });
    }
    for (const path of ['topology', 'migrations', 'migrations/1', 'diagnostics']) {
      await this.sweep(`admin gets ${path}`, { as: 'admin', method: 'GET', path: `${server}/${path}` });
    }
    await this.act(broken, 'os-resetState', { state: 'error' }, { as: 'admin' });
    await this.sweep('member shows what is broken', { as: 'member', method: 'GET', path: `/servers/${broken}` });
    for (const minor of [1, 9, 19, 26, 47, 54, 57, 63, 71, 73, 74, 75, 90, 93]) {
      const version = `2.${minor}`;
      await this.act(id, 'rebuild', { imageRef: names.image }, { version });
      await this.act(id, 'rebuild', { imageRef: names.image, adminPass: 'x' }, { version, as: 'admin' });
    }
  }

  async refusals(id: string, names: Names): Promise<void> {
    const missing = '00000000-0000-4000-8000-00000000dead';
    const server = (more: object, minor = 90): Promise<StoryAnswer> =>
      this.tell(`create with ${JSON.stringify(more).replaceAll(/[0-9a-f-]{36}/g, '<uuid>')} at 2.${minor}`, {
        as: 'member',
        method: 'POST',
        path: '/servers',
        version: `2.${minor}`,
        body: { server: { name: 'x', imageRef: names.image, flavorRef: names.small, networks: 'none', ...more } },
      });
    await server({ imageRef: missing });
    await server({ imageRef: '' });
    await server({ flavorRef: 'nothing' });
    await server({ flavorRef: -1 });
    await server({ key_name: 'nobody' });
    await server({ min_count: 3, max_count: 2 });
    await server({ min_count: 100 });
    await server({ hostname: 'web', max_count: 2 });
    await server({ availability_zone: 'mars' });
    await server({ availability_zone: 'a:b:c:d' });
    await server({ availability_zone: 'nova:compute1' });
    await server({ host: 'compute1' });
    await server({ networks: [{ fixed_ip: '1.2.3.4' }] });
    await server({ networks: [{ port: missing }, { port: missing }] });
    await server({ networks: [{ port: missing, fixed_ip: '1.2.3.4' }] });
    await server({ networks: [{ uuid: missing }], max_count: 2, key_name: 'nobody' });
    await server({ block_device_mapping: [{ virtual_name: 'x' }], block_device_mapping_v2: [{ uuid: missing }] });
    await server({ block_device_mapping_v2: [{ source_type: 'blank', uuid: 'x', destination_type: 'local' }] });
    await server({ block_device_mapping_v2: [{ source_type: 'image', destination_type: 'local' }] });
    await server({
      block_device_mapping_v2: [{ source_type: 'image', uuid: names.image, destination_type: 'local', boot_index: 1 }],
    });
    await server({ block_device_mapping_v2: [{ source_type: 'blank', destination_type: 'local', volume_size: 1 }] });
    const root = { source_type: 'image', uuid: names.image, destination_type: 'local', boot_index: 0 };
    const blank = { source_type: 'blank', destination_type: 'local', boot_index: -1 };
    await server({ block_device_mapping_v2: [root, { ...blank, volume_size: 1 }] });
    await server({ block_device_mapping_v2: [root, { ...blank, guest_format: 'swap', volume_size: 1 }] });
    await server({ block_device_mapping_v2: [root, { ...blank, volume_type: 'fast' }] });
    await server({ metadata: Object.fromEntries(Array.from({ length: 129 }, (_, at) => [`k${at}`, 'v'])) });
    await server({ user_data: 'a' });
    await server({ name: ' x' });
    await server({ personality: [] }, 90);
    const files = Array.from({ length: 6 }, () => ({ path: '/x', contents: '' }));
    await server({ personality: files }, 56);
    await server({ personality: [{ path: '/x', contents: 'A'.repeat(12_000) }] }, 56);
    await server({ personality: [{ path: `/${'x'.repeat(300)}`, contents: '' }] }, 56);
    await this.refused(id, '2.90', ['os-stop', 'pause', 'suspend', 'shelve', 'rescue']);
    for (const as of ['reader', 'other'] as const) {
      for (const name of plainActions) await this.act(id, name, null, { as });
    }
    await this.act(missing, 'os-start', null);
    await this.act(id, 'no-such-action', null);
    await this.act(id, 'os-getVNCConsole', { type: 'novnc' });
    await this.act(id, 'trigger_crash_dump', null, { version: '2.16' });
    await this.act(id, 'migrate', { host: 'nowhere' }, { as: 'admin' });
    await this.act(id, 'resize', { flavorRef: names.small });
    await this.act(id, 'resize', { flavorRef: 'nothing' });
    await this.act(id, 'rescue', { rescue_image_ref: missing });
    await this.act(id, 'rebuild', { imageRef: missing });
    await this.act(id, 'rebuild', { imageRef: names.image, key_name: 'nobody' });
    await this.act(id, 'unshelve', { availability_zone: 'nova' }, { version: '2.77' });
    await this.act(id, 'unshelve', {}, { version: '2.77' });
    await this.act(id, 'addSecurityGroup', null);
    await this.act(id, 'addSecurityGroup', { name: ' ' });
    await this.lists();
  }

  /** Everything that the state of the server refuses. */
  async refused(id: string, version: string, allowed: readonly string[]): Promise<void> {
    for (const name of plainActions) {
      if (!allowed.includes(name)) await this.act(id, name, null, { version });
    }
  }

  async lists(): Promise<void> {
    const queries = [
      'status=ACTIVE',
      'status=nonsense',
      'status=deleted',
      'all_tenants=1',
      'all_tenants=perhaps',
      'limit=x',
      'limit=0',
      'marker=00000000-0000-4000-8000-00000000dead',
      'sort_key=host',
      'sort_key=nonsense',
      'sort_key=created_at&sort_dir=sideways',
      'sort_key=uuid&sort_dir=asc',
      'nonsense=1',
      '_x=1',
      'metadata=1',
      'name=%5B',
      'changes-since=yesterday',
      'changes-since=2030-01-01T00:00:00Z',
      'changes-since=2030-01-01T00:00:00Z&changes-before=2029-01-01T00:00:00Z',
      'locked=true',
      'locked=perhaps',
      'tags=a,b',
      'not-tags-any=a,b',
      'flavor=nothing',
      'ip=10.',
      'vm_state=paused',
      'power_state=4',
    ];
    for (const as of ['admin', 'member'] as const) {
      for (const query of queries) {
        for (const minor of [1, 26, 38, 75, 93]) {
          const asked = { as, method: 'GET', path: `/servers?${query}`, version: `2.${minor}` } as const;
          const { status, body } = await this.#ask(asked);
          const count = (body as { servers?: unknown[] } | null)?.servers?.length;
          this.told[`${as} lists ${query} at ${asked.version}`] =
            count === undefined ? shapeOf({ status, body }) : count;
        }
      }
    }
  }

  /** What changes a server, and what is refused meanwhile. */
  async changes(id: string, names: Names): Promise<void> {
    await this.act(id, 'os-stop', null);
    await this.refused(id, '2.91', ['os-start', 'shelve', 'rescue']);
    await this.act(id, 'os-start', null, { version: '2.91' });
    await this.act(id, 'pause', null, { version: '2.92' });
    await this.refused(id, '2.92', ['unpause', 'shelve']);
    await this.act(id, 'unpause', null, { version: '2.93' });
    await this.act(id, 'lock', { locked_reason: 'mine' }, { as: 'admin', version: '2.93' });
    await this.act(id, 'os-stop', null, { version: '2.93' });
    await this.act(id, 'unlock', null, { version: '2.93' });
    await this.act(id, 'unlock', null, { as: 'admin', version: '2.93' });
    await this.act(id, 'lock', null, { version: '2.1' });
    await this.act(id, 'pause', null, { version: '2.1' });
    await this.act(id, 'unlock', null, { version: '2.1' });
    for (const version of ['2.1', '2.44', '2.45']) {
      await this.act(id, 'createImage', { name: 'copy', metadata: { x: 'y' } }, { version });
    }
    await this.act(id, 'resize', { flavorRef: names.large });
    await this.refused(id, '2.89', ['confirmResize', 'revertResize']);
    await this.act(id, 'revertResize', null, { version: '2.88' });
    const tags = `/servers/${id}/tags`;
    const as = 'member';
    const version = '2.90';
    await this.tell('sets tags', { as, version, method: 'PUT', path: tags, body: { tags: ['a', 'b'] } });
    await this.tell('sets a wrong tag', { as, version, method: 'PUT', path: tags, body: { tags: ['a,b'] } });
    await this.tell('adds a tag', { as, version, method: 'PUT', path: `${tags}/c` });
    await this.tell('adds it again', { as, version, method: 'PUT', path: `${tags}/c` });
    await this.tell('has the tag', { as, version, method: 'GET', path: `${tags}/c` });
    await this.tell('has not the tag', { as, version, method: 'GET', path: `${tags}/d` });
    await this.tell('takes a tag away', { as, version, method: 'DELETE', path: `${tags}/c` });
    await this.tell('takes it away again', { as, version, method: 'DELETE', path: `${tags}/c` });
    await this.tell('takes all tags away', { as, version, method: 'DELETE', path: tags });
    const metadata = `/servers/${id}/metadata`;
    await this.tell('adds metadata', { as, version, method: 'POST', path: metadata, body: { metadata: { k: 'v' } } });
    await this.tell('sets metadata', { as, version, method: 'PUT', path: metadata, body: { metadata: { l: 'v' } } });
    await this.tell('sets an item', { as, version, method: 'PUT', path: `${metadata}/m`, body: { meta: { m: '1' } } });
    await this.tell('sets another', { as, version, method: 'PUT', path: `${metadata}/m`, body: { meta: { n: '1' } } });
    await this.tell('sets two', {
      as,
      version,
      method: 'PUT',
      path: `${metadata}/m`,
      body: { meta: { m: '1', n: '1' } },
    });
    await this.tell('takes an item away', { as, version, method: 'DELETE', path: `${metadata}/m` });
    await this.tell('takes no item away', { as, version, method: 'DELETE', path: `${metadata}/m` });
    await this.tell('deletes', { as, version, method: 'DELETE', path: `/servers/${id}` });
    await this.settle(id);
    await this.sweep('admin shows what is deleted', { as: 'admin', method: 'GET', path: `/servers/${id}` });
    await this.sweep('admin sees its actions', {
      as: 'admin',
      method: 'GET',
      path: `/servers/${id}/os-instance-actions`,
    });
    await this.sweep('admin lists what is deleted', {
      as: 'admin',
      method: 'GET',
      path: '/servers/detail?deleted=true&name=^one$',
    });
  }
}

/** Actions without anything to say, each for some states only. */
const plainActions = [
  'os-start',
  'os-stop',
  'pause',
  'unpause',
  'suspend',
  'resume',
  'confirmResize',
  'revertResize',
  'unrescue',
  'shelve',
  'unshelve',
  'shelveOffload',
  'restore',
  'rescue',
];

/** Status, and of the body its keys and the kinds of its values; of an error also its words. */
function shapeOf({ status, body }: Pick<StoryAnswer, 'status' | 'body'>): unknown {
  return { status, body: status >= 400 ? errorShape(body) : shape(body) };
}

function errorShape(body: unknown): unknown {
  const [name, fault] = Object.entries((body ?? {}) as Record<string, { code?: number; message?: string }>)[0] ?? [];
  // Paths that do not exist are refused before Nova's own form applies.
  if (name === undefined || typeof fault?.code !== 'number') return 'no such path';
  const message = fault.message ?? '';
  const isSchema = /^Invalid input for|required property|Additional properties|^An invalid 'name'|does not match/.test(
    message,
  );
  return {
    name,
    message: isSchema ? 'schema' : message.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'),
  };
}

function shape(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value === 'object') {
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(
      entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, shape(each)]),
    );
  }
  return typeof value === 'string' ? textShape(value) : typeof value;
}

function textShape(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return 'time';
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/.test(text)) return 'time with microseconds';
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return 'uuid';
  if (text === '' || /^[A-Z_]+$/.test(text)) return text;
  return 'text';
}
