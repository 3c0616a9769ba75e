import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IdentityCloud } from './identity-cloud.ts';

let cloud: IdentityCloud;
let admin: string;

beforeEach(async () => {
  cloud = await IdentityCloud.start();
  admin = await cloud.admin();
});
afterEach(() => cloud.close());

const domain = { id: 'default' };

/** Status of looking the token up with itself: 200 while it is good. */
async function lookUp(token: string): Promise<number> {
  return (await cloud.ask('GET', '/v3/auth/tokens', { token, headers: { 'x-subject-token': token } })).status;
}

describe('a token', () => {
  it('says who, for what, with which roles and where the services are', async () => {
    const answer = await cloud.logIn(
      { name: 'admin', password: 'secret', domain: { name: 'Default' } },
      { project: { name: 'admin', domain: { name: 'Default' } } },
    );
    expect(answer.status).toBe(201);
    const { token } = answer.body;
    expect(token).toMatchObject({
      methods: ['password'],
      user: { name: 'admin', domain: { id: 'default', name: 'Default' }, password_expires_at: null },
      project: { name: 'admin', domain: { id: 'default', name: 'Default' } },
      is_domain: false,
      issued_at: '2027-01-15T08:00:00.000000Z',
      expires_at: '2027-01-15T09:00:00.000000Z',
    });
    expect(token.roles.map(({ name }: { name: string }) => name).toSorted()).toEqual(['admin', 'member', 'reader']);
    const compute = token.catalog.find(({ type }: { type: string }) => type === 'compute');
    expect(compute.endpoints.map((endpoint: { url: string }) => endpoint.url)).toEqual(
      Array(3).fill(`http://127.0.0.1:8774/v2.1/${token.project.id}`),
    );
  });

  it.each([
    ['a wrong password', { name: 'admin', password: 'wrong', domain }],
    ['a user that is not there', { name: 'nobody', password: 'secret', domain }],
    ['a domain that is not there', { name: 'admin', password: 'secret', domain: { id: 'elsewhere' } }],
    ['no domain', { name: 'admin', password: 'secret' }],
  ])('is not given for %s, and the answer does not tell which it was', async (_what, user) => {
    const { status, body } = await cloud.logIn(user);
    expect(status).toBe(401);
    expect(body.error.message).toBe('The request you have made requires authentication.');
  });

  it('is not given for a project on which the user has no role', async () => {
    await cloud.member('alice', 'member', admin);
    const answer = await cloud.logIn(
      { name: 'alice', password: 'alice-password', domain },
      { project: { name: 'admin', domain } },
    );
    expect(answer.status).toBe(401);
  });

  it('is over when its time is, when it is revoked, and when its user may not come in any more', async () => {
    const { userId, projectId } = await cloud.member('alice', 'member', admin);
    const fresh = (): Promise<string> => cloud.token('alice', 'alice-password', 'alice');
    const change = (what: string, body: unknown): Promise<unknown> => cloud.ask('PATCH', what, { token: admin, body });

    let token = await fresh();
    expect(await lookUp(token)).toBe(200);
    expect(
      (await cloud.ask('DELETE', '/v3/auth/tokens', { token, headers: { 'x-subject-token': token } })).status,
    ).toBe(204);
    expect(await lookUp(token)).toBe(401);

    token = await fresh();
    await change(`/v3/users/${userId}`, { user: { enabled: false } });
    expect(await lookUp(token)).toBe(401);
    await change(`/v3/users/${userId}`, { user: { enabled: true } });

    token = await fresh();
    await change(`/v3/projects/${projectId}`, { project: { enabled: false } });
    expect(await lookUp(token)).toBe(401);
    await change(`/v3/projects/${projectId}`, { project: { enabled: true } });

    token = await fresh();
    await change(`/v3/users/${userId}`, { user: { password: 'another' } });
    expect(await lookUp(token)).toBe(401);
    await change(`/v3/users/${userId}`, { user: { password: 'alice-password' } });

    token = await fresh();
    const roles = await cloud.ask('GET', '/v3/roles?name=member', { token: admin });
    await cloud.ask('DELETE', `/v3/projects/${projectId}/users/${userId}/roles/${roles.body.roles[0].id}`, {
      token: admin,
    });
    expect(await lookUp(token)).toBe(401);
  });

  it('ends after an hour, and one that was got with it at the same time', async () => {
    const token = await cloud.token('admin', 'secret');
    cloud.later(3000);
    const identified = { methods: ['token'], token: { id: token } };
    const scope = { project: { name: 'admin', domain } };
    const second = await cloud.ask('POST', '/v3/auth/tokens', { body: { auth: { identity: identified, scope } } });
    expect(second.status).toBe(201);
    expect(second.body.token.methods.toSorted()).toEqual(['password', 'token']);
    expect(second.body.token.audit_ids).toHaveLength(2);
    const rescoped = second.headers.get('x-subject-token') as string;
    cloud.later(599);
    expect([await lookUp(token), await lookUp(rescoped)]).toEqual([200, 200]);
    cloud.later(2);
    expect([await lookUp(token), await lookUp(rescoped)]).toEqual([401, 401]);
  });

  it('of somebody else is not looked up, and nobody learns whether it is good', async () => {
    await cloud.member('alice', 'member', admin);
    const token = await cloud.token('alice', 'alice-password', 'alice');
    const status = async (subject: string): Promise<number> =>
      (await cloud.ask('GET', '/v3/auth/tokens', { token, headers: { 'x-subject-token': subject } })).status;
    expect([await status(admin), await status('no-such-token')]).toEqual([403, 403]);
    const asAdmin = await cloud.ask('GET', '/v3/auth/tokens', {
      token: admin,
      headers: { 'x-subject-token': 'no-such-token' },
    });
    expect(asAdmin.status).toBe(404);
  });

  it('can be for a domain, for the system, or for nothing', async () => {
    const user = { name: 'admin', password: 'secret', domain };
    const system = await cloud.logIn(user, { system: { all: true } });
    expect(system.body.token).toMatchObject({ system: { all: true } });
    expect(system.body.token.project).toBeUndefined();
    expect((await cloud.logIn(user, { domain })).status).toBe(401);
    const unscoped = await cloud.logIn(user, 'unscoped');
    expect(unscoped.body.token.roles).toBeUndefined();
    expect(unscoped.body.token.catalog).toBeUndefined();
    const standard = await cloud.logIn(user);
    expect(standard.body.token.project).toMatchObject({ name: 'admin' });
  });
});

describe('an application credential', () => {
  it('comes in for one project with some roles, cannot be widened, and ends with its owner', async () => {
    const { userId, projectId } = await cloud.member('alice', 'member', admin);
    const token = await cloud.token('alice', 'alice-password', 'alice');
    const body = { application_credential: { name: 'backup', roles: [{ name: 'reader' }] } };
    const made = await cloud.ask('POST', `/v3/users/${userId}/application_credentials`, { token, body });
    expect(made.status).toBe(201);
    const { id, secret } = made.body.application_credential;
    const come = (given: string, scope?: unknown): ReturnType<IdentityCloud['ask']> => {
      const identified = { methods: ['application_credential'], application_credential: { id, secret: given } };
      return cloud.ask('POST', '/v3/auth/tokens', { body: { auth: { identity: identified, scope } } });
    };
    const answer = await come(secret);
    expect(answer.body.token).toMatchObject({ project: { id: projectId }, roles: [{ name: 'reader' }] });
    expect((await come('wrong')).status).toBe(401);
    expect((await come(secret, { project: { id: projectId } })).status).toBe(401);
    const its = answer.headers.get('x-subject-token') as string;
    const widened = {
      auth: { identity: { methods: ['token'], token: { id: its } }, scope: { project: { id: projectId } } },
    };
    expect((await cloud.ask('POST', '/v3/auth/tokens', { body: widened })).status).toBe(401);
    const more = { application_credential: { name: 'more' } };
    expect(
      (await cloud.ask('POST', `/v3/users/${userId}/application_credentials`, { token: its, body: more })).status,
    ).toBe(403);
    expect((await cloud.ask('DELETE', `/v3/users/${userId}`, { token: admin })).status).toBe(204);
    expect(await lookUp(its)).toBe(401);
    expect((await come(secret)).status).toBe(401);
  });
});

describe('a restart', () => {
  it('finds users and tokens as they were, and neither passwords nor tokens in the file', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'astrolabe-identity-'));
    const database = path.join(folder, 'identity.sqlite');
    const first = await IdentityCloud.start({ database });
    const token = await first.admin();
    await first.close();
    const kept = readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'latin1'))
      .join('');
    expect(kept).not.toContain(token);
    expect(kept).toContain('$argon2id$');
    const second = await IdentityCloud.start({ database });
    const answer = await second.ask('GET', '/v3/auth/tokens', { token, headers: { 'x-subject-token': token } });
    expect(answer.status).toBe(200);
    const users = await second.ask('GET', '/v3/users', { token });
    expect(users.body.users).toHaveLength(1);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
