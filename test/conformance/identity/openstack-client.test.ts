import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentityCloud } from '../../real/identity/identity-cloud.ts';
import { OpenStackClient } from '../openstack-client.ts';
import type { ClientOptions } from '../openstack-client.ts';
import { whyNot } from '../openstack-here.ts';

const reason = whyNot(['openstackclient']);
let cloud: IdentityCloud;
let client: OpenStackClient;

beforeAll(async () => {
  // The client reads the clock of the machine.
  cloud = await IdentityCloud.start({ now: () => Date.now() / 1000 });
  client = new OpenStackClient();
});
afterAll(() => Promise.all([cloud.close(), client.close()]));

interface Caller {
  readonly user: string;
  readonly password: string;
  readonly project: string;
}

const admin: Caller = { user: 'admin', password: 'secret', project: 'admin' };

function of({ user, password, project }: Caller): ClientOptions {
  const names = { username: user, password: password, 'project-name': project };
  return { ...address(), ...names, 'user-domain-name': 'Default', 'project-domain-name': 'Default' };
}

function address(): ClientOptions {
  return { 'auth-url': `${cloud.url}/v3`, 'identity-api-version': '3' };
}

const openstack = (caller: Caller, ...words: string[]) => client.run(of(caller), ...words);
const asJson = (caller: Caller, ...words: string[]) => client.json(of(caller), ...words);

describe('the openstack command of Debian', () => {
  it.skipIf(reason !== undefined)(
    `works against identity${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 300_000 },
    async () => {
      const alice: Caller = { user: 'alice', password: 'wonder', project: 'garden' };
      expect(await asJson(admin, 'token', 'issue')).toMatchObject({
        project_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      const catalog = await asJson(admin, 'catalog', 'list');
      expect(catalog.map(({ Type }: { Type: string }) => Type).toSorted()).toEqual(['compute', 'identity']);

      await openstack(admin, 'project', 'create', 'garden', '--description', 'flowers', '--tag', 'green');
      await openstack(admin, 'user', 'create', 'alice', '--password', 'wonder', '--project', 'garden');
      await openstack(admin, 'role', 'add', 'member', '--user', 'alice', '--project', 'garden');
      const rows = await asJson(admin, 'role', 'assignment', 'list', '--names', '--effective', '--user', 'alice');
      expect(rows.map(({ Role }: { Role: string }) => Role).toSorted()).toEqual(['member', 'reader']);

      const issued = await asJson(alice, 'token', 'issue');
      await expect(openstack(alice, 'user', 'list')).rejects.toThrow(/403/);
      await openstack(alice, 'token', 'revoke', issued.id);

      const made = await asJson(alice, 'application', 'credential', 'create', 'robot', '--role', 'reader');
      const robot = {
        ...address(),
        'auth-type': 'v3applicationcredential',
        'application-credential-id': made.id as string,
        'application-credential-secret': made.secret as string,
      };
      expect(await client.json(robot, 'token', 'issue')).toMatchObject({ user_id: issued.user_id });

      await openstack(admin, 'group', 'create', 'gardeners');
      await openstack(admin, 'group', 'add', 'user', 'gardeners', 'alice');
      expect(await asJson(admin, 'group', 'list', '--user', 'alice')).toMatchObject([{ Name: 'gardeners' }]);
      await openstack(admin, 'service', 'create', 'image', '--name', 'glance');
      await openstack(admin, 'endpoint', 'create', 'image', 'public', 'http://127.0.0.1:9292', '--region', 'RegionOne');
      expect(await asJson(admin, 'endpoint', 'list', '--service', 'image')).toHaveLength(1);
      await openstack(admin, 'domain', 'create', 'elsewhere');
      await openstack(admin, 'domain', 'set', 'elsewhere', '--disable');
      await openstack(admin, 'domain', 'delete', 'elsewhere');

      await openstack(admin, 'user', 'set', 'alice', '--disable');
      await expect(openstack(alice, 'token', 'issue')).rejects.toThrow(/401/);
      await openstack(admin, 'user', 'delete', 'alice');
      await openstack(admin, 'project', 'delete', 'garden');
      expect(await asJson(admin, 'project', 'list')).toMatchObject([{ Name: 'admin' }]);
    },
  );
});
