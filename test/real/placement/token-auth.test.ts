import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlacementService } from '../../../real/index.ts';
import { TokenAuth } from '../../../real/index.ts';
import { call, startService } from './running-placement.ts';

let identity: Server;
let service: PlacementService;
let asked = 0;
let nowMs = 0;

/** An identity service with two tokens, in Keystone's words. */
beforeEach(async () => {
  asked = 0;
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  identity = createServer((request, response) => {
    asked++;
    const token = request.headers['x-subject-token'];
    if (request.url !== '/v3/auth/tokens' || (token !== 'of-admin' && token !== 'of-member')) {
      response.writeHead(404).end();
      return;
    }
    const roles = [{ name: token === 'of-admin' ? 'admin' : 'member' }];
    const body = { user: { id: 'u' }, project: { id: 'p' }, roles, expires_at: '2026-01-01T00:00:30Z' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token: body }));
  });
  await new Promise<void>((resolve) => identity.listen(0, '127.0.0.1', resolve));
  const identityUrl = `http://127.0.0.1:${(identity.address() as AddressInfo).port}`;
  service = await startService({ authenticator: new TokenAuth({ identityUrl, now: () => nowMs }) });
});
afterEach(async () => {
  await service.close();
  identity.close();
});

function status(token: string, headers: Record<string, string> = {}): Promise<number> {
  return call(service.url, 'GET', '/traits', undefined, { headers: { 'x-auth-token': token, ...headers } }).then(
    (answer) => answer.status,
  );
}

describe('token authentication', () => {
  it('takes user and roles from the identity service, not from the client', async () => {
    expect(await status('of-admin')).toBe(200);
    expect(await status('of-member')).toBe(403);
    expect(await status('of-member', { 'x-roles': 'admin', 'openstack-system-scope': 'all' })).toBe(403);
  });

  it('refuses a token that nobody gave out, and says where to get one', async () => {
    const answer = await call(service.url, 'GET', '/traits', undefined, { headers: { 'x-auth-token': 'made-up' } });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Keystone uri="http://127.0.0.1');
  });

  it('believes a token for a while, but not beyond its end', async () => {
    await status('of-admin');
    await status('of-admin');
    expect(asked).toBe(1);
    nowMs += 31_000;
    await status('of-admin');
    expect(asked).toBe(2);
  });

  it('answers 503 while the identity service is away', async () => {
    identity.closeAllConnections();
    await new Promise((resolve) => identity.close(resolve));
    expect(await status('of-admin')).toBe(503);
  });
});
