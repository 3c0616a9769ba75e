import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkCloud } from './network-cloud.ts';
import type { User } from './network-cloud.ts';

/**
 * Every route, about things of alice's, and who gets what: `all` needs no token; `read` is for her project's readers and
 * admins, `write` for its members and admins, `admin` for admins, `token` for any token. Other projects find nothing.
 */
const resources = ['networks', 'subnets', 'ports', 'security-groups', 'routers', 'floatingips'];
const table = `
all   GET /
all   GET /v2.0
token GET /v2.0/extensions
token GET /v2.0/extensions/:alias
${resources
  .flatMap((path) => [
    `token GET /v2.0/${path}`,
    `make  POST /v2.0/${path}`,
    `read  GET /v2.0/${path}/:id`,
    `write PUT /v2.0/${path}/:id`,
    `write DELETE /v2.0/${path}/:id`,
    `read  GET /v2.0/${path}/:id/tags`,
    `write PUT /v2.0/${path}/:id/tags`,
    `write DELETE /v2.0/${path}/:id/tags`,
    `read  GET /v2.0/${path}/:id/tags/:tag`,
    `write PUT /v2.0/${path}/:id/tags/:tag`,
    `write DELETE /v2.0/${path}/:id/tags/:tag`,
  ])
  .join('\n')}
token GET /v2.0/security-group-rules
make  POST /v2.0/security-group-rules
read  GET /v2.0/security-group-rules/:id
write DELETE /v2.0/security-group-rules/:id
write PUT /v2.0/routers/:id/add_router_interface
write PUT /v2.0/routers/:id/remove_router_interface
token GET /v2.0/quotas/tenant
token GET /v2.0/quotas/project
admin GET /v2.0/quotas
own   GET /v2.0/quotas/:project_id
own   GET /v2.0/quotas/:project_id/default
own   GET /v2.0/quotas/:project_id/details
own   GET /v2.0/quotas/:project_id/details.json
admin PUT /v2.0/quotas/:project_id
admin DELETE /v2.0/quotas/:project_id
token GET /v2.0/agents
only  GET /v2.0/agents/:id
token GET /v2.0/availability_zones
token GET /v2.0/network-ip-availabilities
only  GET /v2.0/network-ip-availabilities/:id`;

const expected = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([who = '', method = '', path = '']) => [`${method} ${path}`, who]),
);

let cloud: NetworkCloud;
let expired: string;
let network: string;
beforeAll(async () => {
  cloud = await NetworkCloud.start({
    hosts: () => [{ host: 'h', isAlive: true, createdAtSeconds: 0, lastSeenSeconds: 0 }],
  });
  expired = await cloud.identity.token('alice', 'alice-password', 'alice');
  await cloud.identity.ask('DELETE', '/v3/auth/tokens', {
    token: cloud.tokens.admin,
    headers: { 'x-subject-token': expired },
  });
  const outside = await cloud.network({ cidr: '172.24.4.0/22' }, 'admin', { 'router:external': true });
  network = outside.id;
});
afterAll(() => cloud.close());

/** Something new of alice's, of a kind, with the values that make one more like it. */
async function fresh(path: string): Promise<{ id: string; values: object; body: object }> {
  const own = await cloud.network({ cidr: '10.1.0.0/24' });
  const kinds: Record<string, { name: string; values: object }> = {
    networks: { name: 'network', values: { name: 'n' } },
    subnets: { name: 'subnet', values: { network_id: own.id, ip_version: 4, cidr: '10.1.1.0/24' } },
    ports: { name: 'port', values: { network_id: own.id } },
    'security-groups': { name: 'security_group', values: { name: 'g' } },
    routers: { name: 'router', values: { name: 'r' } },
    floatingips: { name: 'floatingip', values: { floating_network_id: network } },
  };
  if (path === 'security-group-rules') {
    const group = await cloud.make('alice', 'security_group', { name: 'g' });
    const values = { security_group_id: group.id, direction: 'ingress', protocol: 'tcp' };
    return { id: group.security_group_rules[0].id, values, body: { security_group_rule: values } };
  }
  const { name, values } = kinds[path]!;
  const { id } = await cloud.make('alice', name, values);
  const more = path === 'subnets' ? { ...values, cidr: '10.1.2.0/24' } : values;
  if (path === 'routers') return { id, values: { subnet_id: own.subnetId }, body: { [name]: more } };
  return { id, values: more, body: { [name]: more } };
}

/** The body that is right for a route, and the path about something of alice's. */
async function prepared(method: string, route: string): Promise<{ where: string; body: unknown }> {
  const path = route.split('/')[2] ?? '';
  const isResource = resources.includes(path) || path === 'security-group-rules';
  if (!isResource) {
    const agents = route.includes('agents/:id') ? await cloud.ask('admin', 'GET', 'agents') : undefined;
    const where = route
      .replace(':project_id', cloud.projects.alice)
      .replace('agents/:id', `agents/${agents?.body.agents[0].id}`)
      .replace(':id', network)
      .replace(':alias', 'router');
    return { where, body: method === 'PUT' ? { quota: { network: 50 } } : undefined };
  }
  const { id, values, body } = await fresh(path);
  const where = route.replace(':id', id).replace(':tag', 'blue');
  if (route.endsWith('/tags') && method === 'PUT') return { where, body: { tags: ['blue'] } };
  if (route.includes('/tags')) {
    if (route.endsWith(':tag')) await cloud.ask('alice', 'PUT', `${path}/${id}/tags/blue`);
    return { where, body: undefined };
  }
  if (route.includes('_router_interface')) {
    if (route.includes('remove')) await cloud.ask('alice', 'PUT', `routers/${id}/add_router_interface`, values);
    return { where, body: values };
  }
  if (method === 'POST') return { where, body };
  const name = Object.keys(body)[0]!;
  return { where, body: method === 'PUT' ? { [name]: { description: 'other' } } : undefined };
}

const outcome = async (user: User, method: string, route: string): Promise<string> => {
  const { where, body } = await prepared(method, route);
  const { status } = await cloud.send(method, where, { 'x-auth-token': cloud.tokens[user] }, body);
  return `${method} ${route}: ${user} ${status < 300 ? 'may' : status}`;
};

const others: Record<string, Partial<Record<User, string>>> = {
  all: { admin: 'may', alice: 'may', rita: 'may', bob: 'may' },
  token: { admin: 'may', alice: 'may', rita: 'may', bob: 'may' },
  make: { admin: 'may', alice: 'may', rita: '403' },
  read: { admin: 'may', alice: 'may', rita: 'may', bob: '404' },
  write: { admin: 'may', alice: 'may', rita: '403', bob: '404' },
  admin: { admin: 'may', alice: '403', rita: '403', bob: '403' },
  own: { admin: 'may', alice: 'may', rita: 'may', bob: '403' },
  only: { admin: 'may', alice: '404', rita: '404', bob: '404' },
};

describe('every route', () => {
  it('is in the table of this test', () => {
    const known = cloud.service.routes.map(({ method, path }) => `${method} ${path}`);
    expect(known.toSorted()).toEqual([...expected.keys()].toSorted());
  });

  it('lets nobody in without a token, with one that is over, or with an invented one', async () => {
    for (const [name, who] of expected) {
      const [method = '', path = ''] = name.split(' ');
      for (const token of [undefined, expired, 'invented']) {
        const headers = token === undefined ? {} : { 'x-auth-token': token };
        const { status } = await cloud.send(method, path, headers, method === 'GET' ? undefined : {});
        expect(`${name}: ${status}`).toBe(`${name}: ${who === 'all' ? 200 : 401}`);
      }
    }
  });

  it('lets those in who are meant to be, and tells other projects nothing', { timeout: 120_000 }, async () => {
    await cloud.ask('admin', 'PUT', `quotas/${cloud.projects.alice}`, {
      quota: {
        network: -1,
        subnet: -1,
        port: -1,
        router: -1,
        floatingip: -1,
        security_group: -1,
        security_group_rule: -1,
      },
    });
    const wrong: string[] = [];
    for (const [name, who] of expected) {
      const [method = '', route = ''] = name.split(' ');
      // Its limits have to stay what they are.
      if (name.includes('quotas') && method !== 'GET') continue;
      for (const [user, right] of Object.entries(others[who]!)) {
        const found = await outcome(user as User, method, route);
        if (found !== `${name}: ${user} ${right}`) wrong.push(`${found}, not ${right}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('of quotas lets admins set them', async () => {
    const where = `quotas/${cloud.projects.bob}`;
    for (const user of ['alice', 'bob', 'rita'] as const) {
      expect(await cloud.refusal(user, 'PUT', where, { quota: { network: 1 } })).toMatch(/^403/);
      expect(await cloud.refusal(user, 'DELETE', where)).toMatch(/^403/);
    }
    expect((await cloud.ask('admin', 'PUT', where, { quota: { network: 1 } })).body.quota.network).toBe(1);
    await cloud.make('bob', 'network', {});
    expect(await cloud.refusal('bob', 'POST', 'networks', { network: {} })).toBe('409 OverQuota');
    expect((await cloud.ask('admin', 'DELETE', where)).status).toBe(204);
    await cloud.make('bob', 'network', {});
  });
});

describe('what is of others', () => {
  it('cannot be reached through what is one’s own', async () => {
    const alices = await cloud.network({ cidr: '10.200.0.0/24' });
    const port = await cloud.make('alice', 'port', { network_id: alices.id });
    const group = await cloud.make('alice', 'security_group', { name: 'g' });
    const bobs = await cloud.network({ cidr: '10.201.0.0/24' }, 'bob');
    const router = await cloud.make('bob', 'router', {});
    const own = await cloud.make('bob', 'security_group', { name: 'g' });
    const tries: [string, string, object][] = [
      ['POST', 'ports', { port: { network_id: alices.id } }],
      ['POST', 'ports', { port: { network_id: bobs.id, security_groups: [group.id] } }],
      ['POST', 'ports', { port: { network_id: bobs.id, fixed_ips: [{ subnet_id: alices.subnetId }] } }],
      ['POST', 'subnets', { subnet: { network_id: alices.id, ip_version: 4, cidr: '10.202.0.0/24' } }],
      ['PUT', `routers/${router.id}/add_router_interface`, { subnet_id: alices.subnetId }],
      ['PUT', `routers/${router.id}/add_router_interface`, { port_id: port.id }],
      ['PUT', `routers/${router.id}`, { router: { external_gateway_info: { network_id: alices.id } } }],
      ['POST', 'security-group-rules', { security_group_rule: { security_group_id: group.id, direction: 'ingress' } }],
      [
        'POST',
        'security-group-rules',
        { security_group_rule: { security_group_id: own.id, direction: 'ingress', remote_group_id: group.id } },
      ],
      ['POST', 'floatingips', { floatingip: { floating_network_id: network, port_id: port.id } }],
      ['POST', 'floatingips', { floatingip: { floating_network_id: alices.id } }],
      ['POST', 'networks', { network: { project_id: cloud.projects.alice } }],
    ];
    for (const [method, where, body] of tries) {
      expect(await cloud.refusal('bob', method, where, body)).toMatch(/^40[04] \w/);
    }
    expect(await cloud.refusal('bob', 'POST', 'ports', { port: { network_id: network } })).toBe('403 HTTPForbidden');
  });

  it('is in no list, but for what is shared or external', async () => {
    await cloud.network({ cidr: '10.210.0.0/24' });
    for (const path of [...resources, 'security-group-rules']) {
      const { body } = await cloud.ask('bob', 'GET', path);
      const rows = Object.values(body)[0] as { tenant_id: string; 'router:external'?: boolean }[];
      const strangers = rows.filter((row) => row.tenant_id !== cloud.projects.bob && row['router:external'] !== true);
      expect({ path, strangers }).toEqual({ path, strangers: [] });
    }
  });

  it('shows what binds a port to its host to admins only', async () => {
    const { id } = await cloud.network({ cidr: '10.211.0.0/24' });
    const port = await cloud.make('alice', 'port', { network_id: id });
    expect(Object.keys(port).filter((name) => name.startsWith('binding:'))).toEqual(['binding:vnic_type']);
    const { body } = await cloud.ask('admin', 'GET', `ports/${port.id}`);
    expect(body.port).toMatchObject({ 'binding:host_id': '', 'binding:vif_type': 'unbound', 'binding:profile': {} });
  });
});
