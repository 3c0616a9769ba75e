import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlacementService } from '../../../real/index.ts';
import type { AnyJson } from './running-placement.ts';
import { allocationsBody, call, expectStatus, makeProvider, numberedUuid, startService } from './running-placement.ts';

const HOST = numberedUuid(1);
const CONSUMER = numberedUuid(1, 7);
let service: PlacementService;
let url: string;

beforeAll(async () => {
  service = await startService();
  url = service.url;
});
afterAll(() => service.close());
beforeEach(() => call(url, 'POST', '/__reset', { profile: 'default' }));

describe('the life of an allocation', () => {
  it('goes from an inventory over a candidate to a usage and back', async () => {
    await makeProvider(url, HOST, { VCPU: { total: 4 }, MEMORY_MB: { total: 4096 } });
    const { json: candidates } = await call(url, 'GET', '/allocation_candidates?resources=VCPU:2,MEMORY_MB:1024');
    expect(candidates.allocation_requests).toEqual([
      { allocations: { [HOST]: { resources: { VCPU: 2, MEMORY_MB: 1024 } } }, mappings: { '': [HOST] } },
    ]);
    expect(candidates.provider_summaries[HOST].resources.VCPU).toEqual({ capacity: 4, used: 0 });
    const [found] = candidates.allocation_requests;
    const body = { ...allocationsBody({}), allocations: found.allocations, mappings: found.mappings };
    await expectStatus(call(url, 'PUT', `/allocations/${CONSUMER}`, body), 204);
    const { json: usages } = await call(url, 'GET', `/resource_providers/${HOST}/usages`);
    expect(usages).toEqual({ resource_provider_generation: 2, usages: { VCPU: 2, MEMORY_MB: 1024 } });
    const { json: held } = await call(url, 'GET', `/allocations/${CONSUMER}`);
    expect(held).toMatchObject({ consumer_generation: 1, consumer_type: 'INSTANCE', project_id: 'project' });
    const { json: total } = await call(url, 'GET', '/usages?project_id=project');
    expect(total.usages.INSTANCE).toEqual({ VCPU: 2, MEMORY_MB: 1024, consumer_count: 1 });
    await expectStatus(call(url, 'DELETE', `/allocations/${CONSUMER}`), 204);
    expect((await call(url, 'GET', `/resource_providers/${HOST}/usages`)).json.usages.VCPU).toBe(0);
    await expectStatus(call(url, 'DELETE', `/allocations/${CONSUMER}`), 404);
  });

  it('is all or nothing over several consumers', async () => {
    await makeProvider(url, HOST, { VCPU: { total: 4 } });
    const other = numberedUuid(2, 7);
    const body = {
      [CONSUMER]: allocationsBody({ [HOST]: { VCPU: 3 } }),
      [other]: allocationsBody({ [HOST]: { VCPU: 2 } }),
    };
    const answer = await expectStatus(call(url, 'POST', '/allocations', body), 409);
    expect(answer.json.errors[0].detail).toContain('would exceed the capacity');
    expect((await call(url, 'GET', `/allocations/${CONSUMER}`)).json.allocations).toEqual({});
  });

  it('refuses a client that knows an older generation', async () => {
    await makeProvider(url, HOST, { VCPU: { total: 4 } });
    await call(url, 'PUT', `/allocations/${CONSUMER}`, allocationsBody({ [HOST]: { VCPU: 1 } }));
    const again = await call(url, 'PUT', `/allocations/${CONSUMER}`, allocationsBody({ [HOST]: { VCPU: 2 } }));
    expect(again.status).toBe(409);
    expect(again.json.errors[0].code).toBe('placement.concurrent_update');
    expect(service.counters.figures().retryRate).toBeGreaterThan(0);
    const stale = { resource_provider_generation: 0, inventories: {} };
    expect((await call(url, 'PUT', `/resource_providers/${HOST}/inventories`, stale)).status).toBe(409);
  });

  it('moves with its inventory when a provider is reshaped', async () => {
    const child = numberedUuid(2);
    await makeProvider(url, HOST, { VCPU: { total: 4 }, VGPU: { total: 2 } });
    await makeProvider(url, child, {}, HOST);
    await call(url, 'PUT', `/allocations/${CONSUMER}`, allocationsBody({ [HOST]: { VCPU: 1, VGPU: 2 } }));
    const reshaped = {
      inventories: {
        [HOST]: { resource_provider_generation: 2, inventories: { VCPU: { total: 4 } } },
        [child]: { resource_provider_generation: 1, inventories: { VGPU: { total: 2 } } },
      },
      allocations: { [CONSUMER]: allocationsBody({ [HOST]: { VCPU: 1 }, [child]: { VGPU: 2 } }, 1) },
    };
    await expectStatus(call(url, 'POST', '/reshaper', reshaped), 204);
    expect((await call(url, 'GET', `/resource_providers/${child}/usages`)).json.usages).toEqual({ VGPU: 2 });
    expect((await call(url, 'GET', `/resource_providers/${HOST}/usages`)).json.usages).toEqual({ VCPU: 1 });
  });
});

describe("where OpenStack's Placement 8.0 is wrong", () => {
  it('amounts of groups that ask for the same class are added once for each candidate', async () => {
    for (let i = 1; i <= 3; i++) await makeProvider(url, numberedUuid(i), { VGPU: { total: 8 } });
    const path = '/allocation_candidates?resources=VGPU:2&resources_A=VGPU:1&group_policy=isolate';
    const { json } = await call(url, 'GET', path);
    const amounts = json.allocation_requests.map((each: AnyJson) =>
      Object.values(each.allocations).map((a: AnyJson) => a.resources.VGPU),
    );
    expect(amounts).toEqual([[3], [3], [3]]);
  });

  it('a provider below another may share its inventory', async () => {
    const child = numberedUuid(2);
    const host = numberedUuid(3);
    const aggregates = [numberedUuid(1, 9)];
    await makeProvider(url, HOST, {});
    await makeProvider(url, child, { DISK_GB: { total: 100 } }, HOST);
    await makeProvider(url, host, { VCPU: { total: 4 } });
    await call(url, 'PUT', `/resource_providers/${child}/traits`, {
      traits: ['MISC_SHARES_VIA_AGGREGATE'],
      resource_provider_generation: 1,
    });
    await call(url, 'PUT', `/resource_providers/${child}/aggregates`, { aggregates, resource_provider_generation: 2 });
    await call(url, 'PUT', `/resource_providers/${host}/aggregates`, { aggregates, resource_provider_generation: 1 });
    const { json } = await expectStatus(call(url, 'GET', '/allocation_candidates?resources=VCPU:1,DISK_GB:10'), 200);
    expect(json.allocation_requests.map((each: AnyJson) => each.allocations)).toEqual([
      { [host]: { resources: { VCPU: 1 } }, [child]: { resources: { DISK_GB: 10 } } },
    ]);
    expect(Object.keys(json.provider_summaries).sort()).toEqual([HOST, child, host].sort());
  });
});

describe('the protocol', () => {
  it('speaks 1.0 to 1.39 and says so', async () => {
    const answer = await call(url, 'GET', '/', undefined, { version: 'latest' });
    expect(answer.headers['openstack-api-version']).toBe('placement 1.39');
    expect(answer.json.versions[0]).toMatchObject({ min_version: '1.0', max_version: '1.39' });
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect((await call(url, 'GET', '/', undefined, { version: '1.40' })).status).toBe(406);
    expect((await call(url, 'GET', '/', undefined, { version: 'x.y' })).status).toBe(400);
  });

  it('hides what a microversion does not know', async () => {
    for (const [version, path] of [
      ['1.0', `/resource_providers/${HOST}/aggregates`],
      ['1.1', '/resource_classes'],
      ['1.5', '/traits'],
      ['1.8', '/usages?project_id=x'],
      ['1.9', '/allocation_candidates?resources=VCPU:1'],
    ] as const) {
      expect((await call(url, 'GET', path, undefined, { version })).status).toBe(404);
    }
  });

  it('asks for a token everywhere but at the root', async () => {
    const anonymous = { headers: { 'x-auth-token': '' } };
    expect((await call(url, 'GET', '/', undefined, anonymous)).status).toBe(200);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.end('GET /traits HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
      socket.on('data', (chunk) => resolve(chunk.toString()));
    });
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });

  it('names the allowed methods when one is not', async () => {
    const answer = await call(url, 'DELETE', '/resource_providers');
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('GET, POST');
  });

  it('answers errors in the form that the client accepts', async () => {
    const html = await call(url, 'GET', '/nothing', undefined, { headers: { accept: 'text/html' } });
    expect(html.headers['content-type']).toContain('text/html');
    const json = await call(url, 'GET', '/nothing');
    expect(json.json.errors[0]).toMatchObject({ status: 404, title: 'Not Found', code: 'placement.undefined_code' });
    expect(json.json.errors[0].request_id).toBe(json.headers['x-openstack-request-id']);
  });

  it('refuses two scheduler claims for the last place, whatever their order', async () => {
    await makeProvider(url, HOST, { VCPU: { total: 10 } });
    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        call(url, 'PUT', `/allocations/${numberedUuid(i, 7)}`, allocationsBody({ [HOST]: { VCPU: 1 } })),
      ),
    );
    expect(claims.filter((claim) => claim.status === 204)).toHaveLength(10);
    expect(claims.filter((claim) => claim.status === 409)).toHaveLength(30);
    expect(service.counters.figures().conflicts['placement.undefined_code']).toBeGreaterThanOrEqual(30);
    expect((await call(url, 'GET', `/resource_providers/${HOST}/usages`)).json.usages.VCPU).toBe(10);
  });
});
