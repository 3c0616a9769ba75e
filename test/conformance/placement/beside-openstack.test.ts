import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CandidatesQuery } from '../../../core/index.ts';
import type { PlacementService } from '../../../real/index.ts';
import {
  AGGREGATES,
  providerUuid,
  randomProviders,
  randomQuery,
  restrictedQuery,
  roomyProviders,
} from '../../core/placement/random-cloud.ts';
import type { AnyJson } from '../../real/placement/running-placement.ts';
import type { DrawnProvider } from '../../core/placement/random-cloud.ts';
import { allocationsBody, call, kill, numberedUuid, startService } from '../../real/placement/running-placement.ts';
import { oracleFolder, python, whyNot } from '../openstack-here.ts';

/** Random clouds that both are asked about; the long variant asks for more. */
const clouds = Number(process.env['PLACEMENT_CLOUDS'] ?? 6);
const QUERIES = 8;
const reason = whyNot(['placement'], oracleFolder);

let ours: PlacementService;
let theirs: { url: string; process: ChildProcess };

beforeAll(async () => {
  if (reason !== undefined) return;
  ours = await startService();
  theirs = await spawnOpenStack();
});
afterAll(async () => {
  if (reason !== undefined) return;
  await ours.close();
  await kill(theirs.process);
});

async function spawnOpenStack(): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const file = join(mkdtempSync(join(tmpdir(), 'openstack-placement-')), 'placement.sqlite');
  const child = spawn(python, [`${oracleFolder}/placement_serve.py`, '--port', String(port), '--db', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`OpenStack's Placement ended with ${code}`)));
  });
  return { url: `http://127.0.0.1:${port}`, process: child };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Sends the same request to both and holds the answers side by side. */
async function both(method: string, path: string, body?: unknown, version = '1.39') {
  const [our, their] = await Promise.all(
    [ours.url, theirs.url].map((url) => call(url, method, path, body, { version })),
  );
  return { our: our!, their: their! };
}

async function expectAgreement(method: string, path: string, body?: unknown, version?: string): Promise<void> {
  const { our, their } = await both(method, path, body, version);
  expect(`${method} ${path} ${our.status}`).toBe(`${method} ${path} ${their.status}`);
  expect(normal(our.json)).toEqual(normal(their.json));
}

/** Without what may differ: wording, ids of requests, the order of lists. */
function normal(value: AnyJson, key = ''): unknown {
  if (key === 'detail' || key === 'request_id') return '';
  if (Array.isArray(value))
    return value.map((each) => normal(each)).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, normal(value[name], name)]),
  );
}

/** What a group may ask that takes no resources but must stand in one subtree with one that does. */
const RESOURCELESS = [
  'required_C=HW_CPU_X86_AVX2',
  'required_C=!HW_CPU_X86_AVX2',
  `member_of_C=${AGGREGATES[0]}`,
  `member_of_C=!${AGGREGATES[0]}`,
  `in_tree_C=${providerUuid(0)}`,
  `required_C=STORAGE_DISK_SSD&in_tree_C=${providerUuid(1)}`,
];

/** A fault of OpenStack's that ours does not share: a nested provider that shares makes it fail. */
function sharesBelow(providers: readonly DrawnProvider[]): boolean {
  return providers.some(
    (each, index) => index > 0 && each.parent !== null && each.traits.includes('MISC_SHARES_VIA_AGGREGATE'),
  );
}

/** The other one: it adds amounts up wrongly when groups ask for the same class and need not share providers. */
function asksTwice({ groups, groupPolicy }: CandidatesQuery): boolean {
  const names = groups.flatMap((group) => Object.keys(group.resources));
  return groupPolicy !== 'none' && new Set(names).size < names.length;
}

async function buildCloud(providers: readonly DrawnProvider[]): Promise<void> {
  await Promise.all([ours.url, theirs.url].map((url) => call(url, 'POST', '/__reset', { profile: 'default' })));
  for (const [index, drawn] of providers.entries()) {
    const uuid = providerUuid(index);
    const parent = drawn.parent === null || index === 0 ? null : providerUuid(drawn.parent % index);
    await expectAgreement('POST', '/resource_providers', { uuid, name: uuid, parent_provider_uuid: parent });
    const inventories = Object.fromEntries(
      Object.entries(drawn.inventories).map(([name, each]) => [
        name,
        {
          total: each.total,
          reserved: each.reserved,
          min_unit: each.minUnit,
          max_unit: each.maxUnit,
          step_size: each.stepSize,
          allocation_ratio: each.allocationRatio,
        },
      ]),
    );
    const base = `/resource_providers/${uuid}`;
    await expectAgreement('PUT', `${base}/inventories`, { resource_provider_generation: 0, inventories });
    const { json } = await call(ours.url, 'GET', base);
    await expectAgreement('PUT', `${base}/traits`, {
      traits: drawn.traits,
      resource_provider_generation: json.generation,
    });
    const { json: next } = await call(ours.url, 'GET', base);
    await expectAgreement('PUT', `${base}/aggregates`, {
      aggregates: drawn.aggregates,
      resource_provider_generation: next.generation,
    });
  }
}

function queryPath(query: CandidatesQuery): string {
  const parameters = new URLSearchParams();
  for (const group of query.groups) {
    const { suffix } = group;
    parameters.append(
      `resources${suffix}`,
      Object.entries(group.resources)
        .map(([name, amount]) => `${name}:${amount}`)
        .join(','),
    );
    for (const anyOf of group.requiredTraits) parameters.append(`required${suffix}`, `in:${anyOf.join(',')}`);
    for (const trait of group.forbiddenTraits) parameters.append(`required${suffix}`, `!${trait}`);
    for (const anyOf of group.memberOf) parameters.append(`member_of${suffix}`, `in:${anyOf.join(',')}`);
    for (const uuid of group.forbiddenAggregates) parameters.append(`member_of${suffix}`, `!${uuid}`);
    if (group.inTree !== undefined) parameters.append(`in_tree${suffix}`, group.inTree);
  }
  if (query.groupPolicy !== undefined) parameters.append('group_policy', query.groupPolicy);
  for (const suffixes of query.sameSubtree) parameters.append('same_subtree', suffixes.join(','));
  const root = [...query.rootRequired, ...query.rootForbidden.map((trait) => `!${trait}`)];
  if (root.length > 0) parameters.append('root_required', root.join(','));
  return `/allocation_candidates?${parameters.toString()}`;
}

const title = reason ? ` (skipped: ${reason})` : '';

describe(`beside OpenStack's own Placement${title}`, () => {
  it.skipIf(reason !== undefined)(
    'random clouds have the same candidates and summaries',
    { timeout: 120_000 + clouds * 20_000 },
    async () => {
      const cloud = fc.oneof(randomProviders, roomyProviders).filter((providers) => !sharesBelow(providers));
      const queries = fc.array(
        fc.oneof(randomQuery, restrictedQuery).filter((query) => !asksTwice(query)),
        { minLength: QUERIES, maxLength: QUERIES },
      );
      await fc.assert(
        fc.asyncProperty(cloud, queries, fc.constantFrom('1.29', '1.32'), async (providers, asked, old) => {
          await buildCloud(providers);
          await expectAgreement(
            'PUT',
            `/allocations/${numberedUuid(1, 7)}`,
            allocationsBody({ [providerUuid(0)]: { VCPU: 2 } }),
          );
          for (const query of asked) await expectAgreement('GET', queryPath(query));
          for (const resources of ['VCPU:2', 'VCPU:2,DISK_GB:2']) {
            for (const version of ['1.10', '1.12', '1.17', '1.27', '1.28', old]) {
              await expectAgreement('GET', `/allocation_candidates?resources=${resources}`, undefined, version);
            }
          }
          for (const restriction of RESOURCELESS) {
            const tied = `/allocation_candidates?resources_A=VCPU:2&same_subtree=_A,_C&group_policy=none&${restriction}`;
            await expectAgreement('GET', tied);
          }
          for (const aggregate of AGGREGATES)
            await expectAgreement('GET', `/resource_providers?member_of=${aggregate}`);
          await expectAgreement('GET', '/resource_providers?resources=VCPU:2&required=!HW_CPU_X86_AVX2');
          await expectAgreement('GET', `/resource_providers?in_tree=${providerUuid(0)}`);
          await expectAgreement('GET', '/usages?project_id=project');
        }),
        { numRuns: clouds, endOnFailure: true },
      );
    },
  );

  it.skipIf(reason !== undefined)('requests with faults get the same status', { timeout: 120_000 }, async () => {
    await buildCloud([
      {
        parent: null,
        inventories: { VCPU: { total: 4, reserved: 0, minUnit: 1, maxUnit: 4, stepSize: 1, allocationRatio: 1 } },
        traits: [],
        aggregates: [],
      },
    ]);
    const provider = providerUuid(0);
    const requests: [string, string, unknown?, string?][] = [
      ['GET', '/allocation_candidates'],
      ['GET', '/allocation_candidates?resources=VCPU:0'],
      ['GET', '/allocation_candidates?resources=NOPE:1'],
      ['GET', '/allocation_candidates?resources=VCPU:1&required=NOPE'],
      ['GET', '/allocation_candidates?resources=VCPU:1&limit=0'],
      ['GET', '/allocation_candidates?resources=VCPU:1&bogus=1'],
      ['GET', '/allocation_candidates?resources_A=VCPU:1&resources_B=VCPU:1'],
      ['GET', '/allocation_candidates?resources=VCPU:1&required_A=HW_CPU_X86_VMX'],
      ['GET', '/allocation_candidates?resources=VCPU:1&required=HW_CPU_X86_VMX&required=!HW_CPU_X86_VMX'],
      ['GET', '/allocation_candidates?resources=VCPU:1&in_tree=nope'],
      ['GET', `/allocation_candidates?resources=VCPU:1&in_tree=${numberedUuid(77)}`],
      ['GET', '/resource_providers?uuid=nope'],
      ['GET', '/resource_providers?resources=VCPU'],
      ['GET', `/resource_providers/${numberedUuid(77)}`],
      ['GET', '/resource_providers/', undefined],
      ['GET', `/resource_providers/${provider}/inventories/NOPE`],
      ['DELETE', `/resource_providers/${provider}/inventories/NOPE`],
      ['DELETE', `/resource_providers/${provider}/inventories/DISK_GB`],
      ['PUT', `/resource_providers/${provider}/inventories/DISK_GB`, { resource_provider_generation: 1, total: 4 }],
      ['PUT', `/resource_providers/${provider}/inventories/NOPE`, { resource_provider_generation: 1, total: 4 }],
      ['PUT', `/resource_providers/${provider}/inventories/VCPU`, { resource_provider_generation: 9, total: 4 }],
      ['POST', `/resource_providers/${provider}/inventories`, { resource_class: 'VCPU', total: 4 }],
      ['POST', `/resource_providers/${provider}/inventories`, { resource_class: 'CUSTOM_NOPE', total: 4 }],
      ['PUT', `/resource_providers/${provider}`, { name: 'x', parent_provider_uuid: provider }],
      ['PUT', `/resource_providers/${provider}`, { name: 'x', parent_provider_uuid: numberedUuid(77) }],
      ['POST', '/resource_providers', { name: '' }],
      ['POST', '/resource_providers', { name: 'y', uuid: provider }],
      ['POST', '/resource_providers', { name: 'y', parent_provider_uuid: numberedUuid(77) }],
      ['PUT', '/allocations/nope', allocationsBody({ [provider]: { VCPU: 1 } })],
      ['PUT', `/allocations/${numberedUuid(1, 7)}`, allocationsBody({ [provider]: { VCPU: 5 } })],
      ['PUT', `/allocations/${numberedUuid(1, 7)}`, allocationsBody({ [provider]: { NOPE: 1 } })],
      ['PUT', `/allocations/${numberedUuid(1, 7)}`, allocationsBody({ [provider]: { DISK_GB: 1 } })],
      ['PUT', `/allocations/${numberedUuid(1, 7)}`, allocationsBody({ [numberedUuid(77)]: { VCPU: 1 } })],
      ['PUT', `/allocations/${numberedUuid(1, 7)}`, allocationsBody({ [provider]: { VCPU: 1 } }, 5)],
      ['DELETE', `/allocations/${numberedUuid(1, 7)}`],
      ['GET', `/allocations/${numberedUuid(1, 7)}`],
      ['GET', '/usages'],
      ['GET', '/usages?project_id=x&consumer_type=bad'],
      ['PUT', '/traits/NOPE'],
      ['DELETE', '/traits/HW_CPU_X86_VMX'],
      ['DELETE', '/traits/CUSTOM_NOPE'],
      ['GET', '/traits?name=bad'],
      ['GET', '/traits?associated=perhaps'],
      ['PUT', '/resource_classes/NOPE'],
      ['DELETE', '/resource_classes/VCPU'],
      ['DELETE', '/resource_classes/CUSTOM_NOPE'],
      ['PUT', '/resource_classes/VCPU', { name: 'CUSTOM_X' }, '1.6'],
      ['PUT', '/resource_classes/CUSTOM_NOPE', { name: 'CUSTOM_X' }, '1.6'],
      ['DELETE', `/resource_providers/${provider}/inventories`, undefined, '1.4'],
      ['PATCH', '/resource_providers'],
      ['POST', '/reshaper', { inventories: {}, allocations: {} }],
      ['POST', '/allocations', {}],
    ];
    for (const [method, path, body, version] of requests) await expectAgreement(method, path, body, version);
  });
});
