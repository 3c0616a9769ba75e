import fc from 'fast-check';
import { step } from '../story.ts';
import type { Step } from '../story.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Good requests, of which each other differs in one or two places. */
const good: readonly (readonly [version: string, method: string, path: string, body: Json])[] = [
  ['2.54', 'POST', '/flavors', { flavor: { name: 'NAME', ram: 512, vcpus: 1, disk: 1, id: 'ID', swap: 0 } }],
  [
    '2.61',
    'POST',
    '/flavors',
    {
      flavor: {
        name: 'NAME',
        ram: 512,
        vcpus: 1,
        disk: 1,
        description: 'words',
        rxtx_factor: 1.5,
        'OS-FLV-EXT-DATA:ephemeral': 2,
        'os-flavor-access:is_public': true,
      },
    },
  ],
  ['2.55', 'PUT', '/flavors/1', { flavor: { description: 'words' } }],
  ['2.1', 'POST', '/flavors/2/os-extra_specs', { extra_specs: { some: 'thing', other: '2' } }],
  ['2.86', 'POST', '/flavors/2/os-extra_specs', { extra_specs: { 'hw:cpu_policy': 'dedicated' } }],
  ['2.1', 'PUT', '/flavors/2/os-extra_specs/some', { some: 'thing' }],
  ['2.9', 'POST', '/os-keypairs', { keypair: { name: 'NAME', type: 'ssh', public_key: 'KEY' } }],
  ['2.92', 'POST', '/os-keypairs', { keypair: { name: 'NAME', type: 'ssh', public_key: 'KEY', user_id: 'somebody' } }],
  ['2.15', 'POST', '/os-server-groups', { server_group: { name: 'NAME', policies: ['affinity'] } }],
  [
    '2.64',
    'POST',
    '/os-server-groups',
    { server_group: { name: 'NAME', policy: 'anti-affinity', rules: { max_server_per_host: 2 } } },
  ],
  ['2.1', 'POST', '/os-aggregates', { aggregate: { name: 'NAME', availability_zone: 'east' } }],
  ['2.1', 'PUT', '/os-aggregates/1', { aggregate: { name: 'NAME', availability_zone: 'east' } }],
  ['2.1', 'POST', '/os-aggregates/1/action', { set_metadata: { metadata: { ssd: 'true', gone: null } } }],
  ['2.1', 'POST', '/os-aggregates/1/action', { add_host: { host: 'nowhere' } }],
  ['2.81', 'POST', '/os-aggregates/1/images', { cache: [{ id: '155d900f-4e14-4e4c-a73d-069cbf4541e6' }] }],
  ['2.35', 'PUT', '/os-quota-sets/${project}', { quota_set: { cores: 30, fixed_ips: 5, force: true } }],
  ['2.57', 'PUT', '/os-quota-sets/${project}', { quota_set: { cores: 30, ram: '60000', force: 'True' } }],
  ['2.57', 'PUT', '/os-quota-class-sets/gold', { quota_class_set: { cores: 30, instances: -1 } }],
  ['2.11', 'PUT', '/os-services/force-down', { host: 'nowhere', binary: 'nova-compute', forced_down: false }],
  ['2.1', 'PUT', '/os-services/disable-log-reason', { host: 'nowhere', binary: 'nova-compute', disabled_reason: 'x' }],
];

/** What may stand in the place of something good. Not a line's end: Python's `$` lets one stand behind a text. */
const leaves: readonly Json[] = [
  ...[
    '',
    ' ',
    ' a',
    'a ',
    'a b',
    'a/b',
    'a:b',
    'a.b@c',
    '\u2028',
    '\t',
    '\u0007',
    '\u00a0',
    'é',
    '日本',
    '\u202e',
    '\u3000',
  ],
  ...['x'.repeat(255), 'x'.repeat(256), '0', '1', '-1', '1.5', '01', '2147483647', '2147483648', '1e3', 'True', 'no'],
  ...['affinity', 'None', 'null', 'nova', '155d900f-4e14-4e4c-a73d-069cbf4541e6', '155d900f4e144e4ca73d069cbf4541e6'],
  ...[0, 1, -1, 1.5, 2_147_483_647, 2_147_483_648, 9_007_199_254_740_991, true, false, null],
  ...[[], {}, [1], ['a'], [null], { a: 1 }, { a: 'b' }, [[]], [{}]],
];

type Mutation = readonly [where: number, what: 'replace' | 'remove' | 'add' | 'rename', leaf: Json];

const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.nat(1000),
  fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'rename'),
  fc.constantFrom(...leaves),
);

/** The same requests in every run: both sides must meet them in the same state. */
export const mutationStory: readonly Step[] = [
  step('admin', '2.1', 'POST', '/os-aggregates', { aggregate: { name: 'first' } }),
  ...fc
    .sample(fc.tuple(fc.constantFrom(...good), fc.array(mutation, { minLength: 1, maxLength: 2 })), {
      seed: 2026,
      numRuns: 900,
    })
    .map(([[version, method, path, body], mutations], index) => {
      const changed = mutations.reduce(mutated, body);
      return step('admin', version, method, path, named(changed, index));
    }),
];

/** Names of things that are made must not be taken. */
function named(body: Json, index: number): unknown {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl key@story';
  const text = JSON.stringify(body).replaceAll('"NAME"', `"name ${index}"`).replaceAll('"ID"', `"id-${index}"`);
  return JSON.parse(text.replaceAll('"KEY"', `"${key}"`)) as unknown;
}

/** One of the places in a body is changed. */
function mutated(body: Json, [where, what, leaf]: Mutation): Json {
  const places = placesIn(body).slice(1);
  const place = places[where % places.length];
  return place ? changedAt(body, place, what, leaf) : body;
}

function placesIn(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap((key) => placesIn((value as Record<string | number, Json>)[key] ?? null, [...path, key])),
  ];
}

function changedAt(value: Json, path: readonly (string | number)[], what: Mutation[1], leaf: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return what === 'add' && isObject ? { ...value, added: leaf } : leaf;
  }
  const copy = Array.isArray(value) ? [...(value as Json[])] : { ...(value as Record<string, Json>) };
  const members = copy as Record<string | number, Json>;
  if (rest.length > 0 || what === 'replace' || what === 'add') {
    members[key] = changedAt(members[key] ?? null, rest, what, leaf);
    return copy;
  }
  const before = members[key] ?? null;
  if (Array.isArray(copy)) return copy.filter((_, index) => index !== key);
  delete members[key];
  if (what === 'rename') members[`${key}s`] = before;
  return copy;
}
