import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentityCloud } from './identity-cloud.ts';
import type { Answer } from './identity-cloud.ts';

let cloud: IdentityCloud;
let token: string;

beforeAll(async () => {
  cloud = await IdentityCloud.start();
  token = await cloud.admin();
});
afterAll(() => cloud.close());

const ask = (method: string, path: string, body?: unknown): Promise<Answer> => cloud.ask(method, path, { token, body });

async function make(singular: string, body: object): Promise<string> {
  const plural = `${singular}s`;
  const answer = await ask('POST', `/v3/${plural}`, { [singular]: body });
  expect(answer.status).toBe(201);
  return answer.body[singular].id as string;
}

async function roleId(name: string): Promise<string> {
  return (await ask('GET', `/v3/roles?name=${name}`)).body.roles[0].id as string;
}

async function rolesOf(user: string, scope: object): Promise<string[]> {
  const answer = await cloud.logIn({ id: user, password: 'pw' }, scope);
  if (answer.status !== 201) return [];
  return answer.body.token.roles.map(({ name }: { name: string }) => name).toSorted();
}

describe('an entity', () => {
  it.each([
    ['project', { name: 'p1', description: 'the first', tags: ['a'], colour: 'blue' }, { name: 'p1-renamed' }],
    ['user', { name: 'u1', password: 'x', email: 'u1@example.org' }, { name: 'u1-renamed', email: null }],
    ['group', { name: 'g1' }, { description: 'people' }],
    ['role', { name: 'r1' }, { description: 'a role' }],
    ['region', { id: 'north' }, { description: 'cold' }],
    ['service', { type: 'volume', name: 'cinder' }, { enabled: false }],
    ['domain', { name: 'd1' }, { enabled: false }],
  ])('%s is made, shown, listed, changed and deleted', async (singular, body, change) => {
    const id = await make(singular, body);
    const path = `/v3/${singular}s/${id}`;
    const shown = (await ask('GET', path)).body[singular];
    const { password: _password, ...visible } = { password: '', ...body };
    expect(shown).toMatchObject({ id, ...visible });
    expect(JSON.stringify(shown)).not.toMatch(/argon2|password"/);
    expect(shown.links.self).toBe(`${cloud.url}${path}`);
    const changed = (await ask('PATCH', path, { [singular]: change })).body[singular];
    for (const [key, value] of Object.entries(change)) expect(changed[key] ?? null).toEqual(value);
    const listed = (await ask('GET', `/v3/${singular}s`)).body[`${singular}s`] as { id: string }[];
    expect(listed.map((each) => each.id)).toContain(id);
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(404);
  });

  it('cannot have the name of another one in its domain, but of one in another domain', async () => {
    const other = await make('domain', { name: 'd2' });
    await make('project', { name: 'twice' });
    expect((await ask('POST', '/v3/projects', { project: { name: 'twice' } })).status).toBe(409);
    await make('project', { name: 'twice', domain_id: other });
    const third = await make('project', { name: 'third' });
    expect((await ask('PATCH', `/v3/projects/${third}`, { project: { name: 'twice' } })).status).toBe(409);
  });

  it('is found by comparisons of names', async () => {
    for (const name of ['apple', 'apricot', 'Banana']) await make('group', { name });
    const names = async (query: string): Promise<string[]> =>
      (await ask('GET', `/v3/groups?${query}`)).body.groups.map(({ name }: { name: string }) => name).toSorted();
    expect(await names('name=apple')).toEqual(['apple']);
    expect(await names('name__startswith=ap')).toEqual(['apple', 'apricot']);
    expect(await names('name__icontains=BAN')).toEqual(['Banana']);
    expect(await names('name__contains=%25')).toEqual([]);
  });
});

describe('roles', () => {
  it('come from the user, from groups, from above, and from roles that imply them', async () => {
    const domain = await make('domain', { name: 'd3' });
    const above = await make('project', { name: 'above', domain_id: domain });
    const below = await make('project', { name: 'below', parent_id: above });
    const user = await make('user', { name: 'bob', password: 'pw', domain_id: domain });
    const group = await make('group', { name: 'staff', domain_id: domain });
    const project = { project: { id: below } };
    expect(await rolesOf(user, project)).toEqual([]);

    await ask('PUT', `/v3/groups/${group}/users/${user}`);
    await ask('PUT', `/v3/projects/${below}/groups/${group}/roles/${await roleId('reader')}`);
    expect(await rolesOf(user, project)).toEqual(['reader']);

    const path = `/v3/OS-INHERIT/projects/${above}/users/${user}/roles/${await roleId('member')}/inherited_to_projects`;
    expect((await ask('PUT', path)).status).toBe(204);
    expect(await rolesOf(user, project)).toEqual(['member', 'reader']);
    expect(await rolesOf(user, { project: { id: above } })).toEqual([]);
    await ask('DELETE', path);

    await ask(
      'PUT',
      `/v3/OS-INHERIT/domains/${domain}/users/${user}/roles/${await roleId('admin')}/inherited_to_projects`,
    );
    expect(await rolesOf(user, project)).toEqual(['admin', 'member', 'reader']);
    expect(await rolesOf(user, { domain: { id: domain } })).toEqual([]);

    const effective = await ask(
      'GET',
      `/v3/role_assignments?effective&include_names&user.id=${user}&scope.project.id=${below}`,
    );
    const names = effective.body.role_assignments.map((row: { role: { name: string } }) => row.role.name).toSorted();
    expect(names).toEqual(['admin', 'member', 'reader']);
    await ask('DELETE', `/v3/groups/${group}`);
    expect(await rolesOf(user, project)).toEqual(['admin', 'member', 'reader']);
  });

  it('cannot imply each other in a circle', async () => {
    const [admin, reader] = [await roleId('admin'), await roleId('reader')];
    expect((await ask('PUT', `/v3/roles/${reader}/implies/${admin}`)).status).toBe(400);
    expect((await ask('PUT', `/v3/roles/${reader}/implies/${reader}`)).status).toBe(400);
  });
});

describe('a domain', () => {
  it('takes all that is in it along, and only when it is disabled', async () => {
    const domain = await make('domain', { name: 'd4' });
    const project = await make('project', { name: 'p', domain_id: domain });
    const user = await make('user', { name: 'u', password: 'pw', domain_id: domain });
    expect((await ask('DELETE', `/v3/domains/${domain}`)).status).toBe(403);
    await ask('PATCH', `/v3/domains/${domain}`, { domain: { enabled: false } });
    expect((await cloud.logIn({ id: user, password: 'pw' })).status).toBe(401);
    expect((await ask('DELETE', `/v3/domains/${domain}`)).status).toBe(204);
    expect((await ask('GET', `/v3/projects/${project}`)).status).toBe(404);
    expect((await ask('GET', `/v3/users/${user}`)).status).toBe(404);
  });
});

/** Half a surrogate pair cannot be written in an address. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

describe('bad input', () => {
  const bodies = fc.oneof(
    fc.jsonValue(),
    fc.string(),
    fc.constantFrom('{', '[[[[[[', '{"auth":', '['.repeat(20_000), '{"user":{"name":"x","enabled":"maybe"}}'),
    fc.record({ user: fc.dictionary(fc.string(), fc.jsonValue()) }),
    fc.record({ project: fc.record({ name: fc.jsonValue(), parent_id: fc.jsonValue() }) }),
    fc.record({ auth: fc.record({ identity: fc.jsonValue(), scope: fc.jsonValue() }) }),
  );
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom('%00', '..', "'; DROP TABLE user", '\u{1f600}', '%zz', '__proto__'),
  );

  it('on any route gives an answer below 500, in the form of an error', async () => {
    const routes = cloud.service.routes.filter(({ path }) => path !== '/');
    const before = (await ask('GET', '/v3/users')).body.users.length;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), texts, bodies, async ({ method, path }, text, body) => {
        const filled = path.replace(/:\w+/g, () => encoded(text) || 'x');
        const carries = !['GET', 'HEAD', 'DELETE'].includes(method);
        const answer = await ask(
          method,
          `${filled}?${new URLSearchParams({ name: text })}`,
          carries ? (body ?? null) : undefined,
        );
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400 && method !== 'HEAD') expect(answer.body.error.code).toBe(answer.status);
      }),
      { numRuns: Number(process.env['IDENTITY_FUZZ'] ?? 600) },
    );
    expect((await ask('GET', '/v3/users')).body.users.length).toBeGreaterThanOrEqual(before);
  });

  it('names the member that is wrong', async () => {
    const answer = await ask('POST', '/v3/users', { user: { name: 'x', enabled: 'maybe' } });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/user\.enabled.*boolean/);
  });

  it('with half a character is refused', async () => {
    const answer = await cloud.ask('POST', '/v3/users', { token, body: '{"user":{"name":"\\ud800"}}' });
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(/surrogate/);
    await make('user', { name: '\u{1f600}' });
  });

  it('of other kinds is refused as HTTP has it', async () => {
    const send = (headers: Record<string, string>, body: string): Promise<Answer> =>
      cloud.ask('POST', '/v3/users', { token, body, headers });
    expect((await send({ 'content-type': 'text/xml' }, '<user/>')).status).toBe(415);
    expect((await send({}, JSON.stringify({ user: { name: 'x'.repeat(2 << 20) } }))).status).toBe(413);
    expect((await ask('PUT', '/v3/users')).status).toBe(405);
    expect((await ask('GET', '/v3/nothing')).status).toBe(404);
    expect((await cloud.ask('GET', '/v3/nothing')).status).toBe(401);
  });
});
