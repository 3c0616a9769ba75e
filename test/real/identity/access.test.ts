import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentityCloud } from './identity-cloud.ts';

/**
 * Who gets past the door of each route: `all` needs no token, `any` a token, `self` is for the user it is about and for
 * admins, `own` for the project it is about and for admins, `read` for the readers of a project too, `admin` for admins.
 */
const table = `
all   GET              /
all   GET              /v3
all   POST             /v3/auth/tokens
all   POST             /v3/users/:id/password
any   GET DELETE       /v3/auth/tokens
any   GET              /v3/auth/catalog
any   GET              /v3/auth/projects
any   GET              /v3/auth/domains
any   GET              /v3/auth/system
any   GET              /v3/regions
any   GET              /v3/regions/:id
admin POST             /v3/regions
admin PATCH DELETE     /v3/regions/:id
admin GET POST         /v3/services
admin GET PATCH DELETE /v3/services/:id
admin GET POST         /v3/endpoints
admin GET PATCH DELETE /v3/endpoints/:id
admin GET POST         /v3/domains
admin GET PATCH DELETE /v3/domains/:id
admin GET POST         /v3/projects
own   GET              /v3/projects/:id
admin PATCH DELETE     /v3/projects/:id
own   GET              /v3/projects/:id/tags
admin PUT DELETE       /v3/projects/:id/tags
own   GET              /v3/projects/:id/tags/:tag
admin PUT DELETE       /v3/projects/:id/tags/:tag
admin GET POST         /v3/users
self  GET              /v3/users/:id
admin PATCH DELETE     /v3/users/:id
self  GET              /v3/users/:id/groups
self  GET              /v3/users/:id/projects
self  GET POST         /v3/users/:user_id/application_credentials
self  GET DELETE       /v3/users/:user_id/application_credentials/:id
admin GET POST         /v3/groups
admin GET PATCH DELETE /v3/groups/:id
admin GET              /v3/groups/:id/users
admin PUT GET DELETE   /v3/groups/:id/users/:user_id
read  GET              /v3/roles
admin POST             /v3/roles
read  GET              /v3/roles/:id
admin PATCH DELETE     /v3/roles/:id
admin GET              /v3/roles/:id/implies
admin PUT GET DELETE   /v3/roles/:id/implies/:implied_id
admin GET              /v3/role_inferences
admin GET              /v3/role_assignments
${grants('', '/v3/projects/:target_id')}
${grants('', '/v3/domains/:target_id')}
${grants('', '/v3/system')}
${grants('/inherited_to_projects', '/v3/OS-INHERIT/projects/:target_id')}
${grants('/inherited_to_projects', '/v3/OS-INHERIT/domains/:target_id')}
`;

function grants(ending: string, place: string): string {
  const paths = ['users', 'groups'].map((actors) => `${place}/${actors}/:actor_id/roles`);
  return paths.map((path) => `admin GET ${path}${ending}\nadmin PUT GET DELETE ${path}/:role_id${ending}`).join('\n');
}

const expected = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [who = '', ...methods] = line.split(/ +/);
      const path = methods.pop()!;
      return methods.map((method): [string, string] => [`${method} ${path}`, who]);
    }),
);

let cloud: IdentityCloud;
let tokens: Record<string, string>;
let alice: { userId: string; projectId: string };

beforeAll(async () => {
  cloud = await IdentityCloud.start({ tokenLifetimeSeconds: 100 });
  const early = await cloud.admin();
  alice = await cloud.member('alice', 'member', early);
  await cloud.member('rita', 'reader', early);
  await cloud.member('other', 'member', early);
  const expired = await cloud.token('alice', 'alice-password', 'alice');
  cloud.later(200);
  tokens = {
    expired,
    admin: await cloud.admin(),
    member: await cloud.token('alice', 'alice-password', 'alice'),
    reader: await cloud.token('rita', 'rita-password', 'rita'),
    other: await cloud.token('other', 'other-password', 'other'),
    unscoped: await cloud.token('alice', 'alice-password'),
  };
});
afterAll(() => cloud.close());

/** The path about alice and her project, where it is about a user or a project. */
function about(path: string): string {
  return path
    .replace('/users/:id', `/users/${alice.userId}`)
    .replace('/users/:user_id/', `/users/${alice.userId}/`)
    .replace('/projects/:id', `/projects/${alice.projectId}`)
    .replace(/:\w+/g, 'nothing');
}

async function status(method: string, path: string, token?: string): Promise<number> {
  const headers = { 'x-subject-token': token ?? '' };
  // Bodies are wrong on purpose: who is let in gets 400 or 404, and nothing changes.
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined;
  return (await cloud.ask(method, path, { ...(token !== undefined && { token }), body, headers })).status;
}

describe('every route', () => {
  it('is in the table of this test', () => {
    const known = cloud.service.routes.map(({ method, path }) => `${method} ${path}`);
    expect(known.toSorted()).toEqual([...expected.keys()].toSorted());
  });

  it('lets nobody in without a token, with one that is over, or with an invented one', async () => {
    for (const [name, who] of expected) {
      const [method = '', path = ''] = name.split(' ');
      for (const token of [undefined, tokens['expired'], 'invented']) {
        const got = await status(method, about(path), token);
        if (who === 'all') expect(got, name).not.toBe(403);
        else expect(got, name).toBe(401);
      }
    }
  });

  it('refuses those whom the table does not name, and nobody else', async () => {
    const may: Readonly<Record<string, readonly string[]>> = {
      any: ['admin', 'member', 'reader', 'other', 'unscoped'],
      read: ['admin', 'member', 'reader', 'other'],
      own: ['admin', 'member'],
      self: ['admin', 'member', 'unscoped'],
      admin: ['admin'],
    };
    // The catalog is that of a scope; nobody makes credentials for somebody else, admins included.
    const exceptions = new Map([
      ['GET /v3/auth/catalog', ['admin', 'member', 'reader', 'other']],
      ['POST /v3/users/:user_id/application_credentials', ['member', 'unscoped']],
    ]);
    for (const [name, who] of expected) {
      if (who === 'all') continue;
      const [method = '', path = ''] = name.split(' ');
      // Whoever takes a token back is out: that is tested with the tokens.
      if (name === 'DELETE /v3/auth/tokens') continue;
      const allowed: string[] = [];
      for (const caller of ['admin', 'member', 'reader', 'other', 'unscoped']) {
        // Who may delete would: what is not there.
        const place = method === 'DELETE' && caller === 'admin' ? path.replace(/:\w+/g, 'nothing') : about(path);
        if ((await status(method, place, tokens[caller])) !== 403) allowed.push(caller);
      }
      expect(allowed, name).toEqual(exceptions.get(name) ?? may[who]);
    }
  });
});
