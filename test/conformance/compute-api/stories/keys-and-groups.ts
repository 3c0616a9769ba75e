import { step } from '../story.ts';
import type { Step } from '../story.ts';

const rsa =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC1eEFSSHh5R54cTrQy2iIHM5tyaUfAPNTGGg6sdO0SEFt8ujDEIl/ubAu77LbYsndlHgcbJgzIaiqGudz+NM6BlqQBEzaLgI6svBbUFbv1+NZaZZKNFLYr60pOMx7bWj2vSANi+NIOhfx4C6zm8fQhxrYlzGUjwiSqAMGkLCUlRaqPWFrh4jVr20Vzp/wyxtVXqbgXXk84Rmj5rUlYG8pdLGJm6vSEJ0qsdGbtFdjnVhqFGMpoBRK0tIE+uKxY8xl6e+HXbpqxlvSFmb5G2HZYmMKfbFoKTPFNcmpQ1bsZiKTTQ7zBFmVlVFgXDkzZ4K0AjJHqSmpUsZP9rDyjgJ8Z key@story';
const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl key@story';

const create = (version: string, keypair: object, as: 'member' | 'admin' | 'reader' = 'member'): Step =>
  step(as, version, 'POST', '/os-keypairs', { keypair });

/** Keys to log in with. */
export const keyPairStory: readonly Step[] = [
  step('member', 'each', 'GET', '/os-keypairs'),
  create('2.1', { name: 'old', public_key: ed25519 }),
  create('2.1', { name: 'old', public_key: ed25519 }),
  create('2.1', { name: 'made' }),
  create('2.2', { name: 'made-2' }),
  create('2.2', { name: 'ssh', type: 'ssh', public_key: ed25519 }),
  create('2.10', { name: 'ours', public_key: ed25519, user_id: 'somebody' }),
  create('2.10', { name: 'theirs', public_key: ed25519, user_id: 'somebody' }, 'admin'),
  create('2.92', { name: 'a@b.c', public_key: ed25519 }),
  create('2.92', { name: 'made-3' }),
  create('2.91', { name: 'a@b.c', public_key: ed25519 }),
  ...[
    { public_key: ed25519 },
    { name: '', public_key: ed25519 },
    { name: 'a/b', public_key: ed25519 },
    { name: 'a', public_key: 'not a key' },
    { name: 'a', public_key: 'ssh-rsa AAAA' },
    { name: 'a', public_key: rsa.replace('ssh-rsa', 'ssh-dss') },
    { name: 'a', public_key: ed25519, type: 'x509' },
    { name: 'a', type: 'pgp' },
    { name: 'a', public_key: 7 },
    { name: 'a', more: 1 },
  ].map((keypair) => create('2.10', keypair)),
  create('2.1', { name: 'early', type: 'ssh', public_key: ed25519 }),
  create('2.9', { name: 'early', user_id: 'somebody', public_key: ed25519 }),
  step('member', 'each', 'GET', '/os-keypairs'),
  step('member', 'each', 'GET', '/os-keypairs?limit=2'),
  step('member', '2.35', 'GET', '/os-keypairs?marker=nothing'),
  step('member', '2.35', 'GET', '/os-keypairs?limit=x'),
  step('member', '2.75', 'GET', '/os-keypairs?nothing=1'),
  step('member', '2.10', 'GET', '/os-keypairs?user_id=somebody'),
  step('admin', '2.10', 'GET', '/os-keypairs?user_id=somebody'),
  step('admin', '2.9', 'GET', '/os-keypairs?user_id=somebody'),
  step('member', 'each', 'GET', '/os-keypairs/old'),
  step('member', '2.1', 'GET', '/os-keypairs/nothing'),
  step('reader', '2.1', 'GET', '/os-keypairs/old'),
  step('admin', '2.10', 'GET', '/os-keypairs/theirs?user_id=somebody'),
  step('member', '2.10', 'GET', '/os-keypairs/theirs?user_id=somebody'),
  step('member', '2.10', 'DELETE', '/os-keypairs/theirs?user_id=somebody'),
  step('admin', '2.10', 'DELETE', '/os-keypairs/theirs?user_id=somebody'),
  step('member', '2.1', 'DELETE', '/os-keypairs/old'),
  step('member', '2.2', 'DELETE', '/os-keypairs/made'),
  step('member', '2.2', 'DELETE', '/os-keypairs/made'),
];

const group = (version: string, values: object, as: Step['as'] = 'member', save?: Record<string, string>): Step =>
  step(as, version, 'POST', '/os-server-groups', { server_group: values }, save);

/** Servers that belong together or apart. */
export const serverGroupStory: readonly Step[] = [
  step('member', '2.1', 'GET', '/os-server-groups'),
  group('2.1', { name: 'a', policies: ['affinity'] }, 'member', { a: 'server_group.id' }),
  group('2.14', { name: 'b', policies: ['anti-affinity'] }),
  group('2.14', { name: 'c', policies: ['soft-affinity'] }),
  group('2.15', { name: 'c', policies: ['soft-affinity'] }),
  group('2.64', { name: 'd', policy: 'anti-affinity', rules: { max_server_per_host: 3 } }, 'member', {
    d: 'server_group.id',
  }),
  group('2.64', { name: 'e', policy: 'affinity', rules: { max_server_per_host: 3 } }),
  group('2.64', { name: 'f', policy: 'soft-anti-affinity', rules: {} }),
  ...[
    {},
    { name: 'a' },
    { name: '', policy: 'affinity' },
    { name: 'a', policy: 'alone' },
    { name: 'a', policies: ['affinity'] },
    { name: 'a', policy: 'anti-affinity', rules: { max_server_per_host: 0 } },
    { name: 'a', policy: 'anti-affinity', rules: { more: 1 } },
    { name: 'a', policy: 'affinity', more: 1 },
  ].map((values) => group('2.64', values)),
  group('2.1', { name: 'a', policies: [] }),
  group('2.1', { name: 'a', policies: ['affinity', 'anti-affinity'] }),
  group('2.1', { name: 'a', policy: 'affinity' }),
  group('2.1', { name: 'a', policies: ['affinity'] }, 'reader'),
  group('2.1', { name: 'theirs', policies: ['affinity'] }, 'other'),
  step('reader', 'each', 'GET', '/os-server-groups'),
  step('reader', 'each', 'GET', '/os-server-groups/${a}'),
  step('member', 'each', 'GET', '/os-server-groups/${d}'),
  step('member', '2.1', 'GET', '/os-server-groups/nothing'),
  step('member', '2.1', 'GET', '/os-server-groups?limit=1&offset=1'),
  step('member', '2.1', 'GET', '/os-server-groups?limit=x'),
  step('member', '2.1', 'GET', '/os-server-groups?all_projects'),
  step('admin', '2.1', 'GET', '/os-server-groups?all_projects=1'),
  step('member', '2.75', 'GET', '/os-server-groups?nothing=1'),
  step('reader', '2.1', 'DELETE', '/os-server-groups/${a}'),
  step('member', '2.1', 'DELETE', '/os-server-groups/${a}'),
  step('member', '2.1', 'DELETE', '/os-server-groups/${a}'),
];
