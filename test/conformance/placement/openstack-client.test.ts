import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlacementService } from '../../../real/index.ts';
import { numberedUuid, startService } from '../../real/placement/running-placement.ts';
import { OpenStackClient } from '../openstack-client.ts';
import type { ClientOptions } from '../openstack-client.ts';
import { whyNot } from '../openstack-here.ts';

const reason = whyNot(['openstackclient', 'osc_placement']);
const HOST = numberedUuid(1);
const CONSUMER = numberedUuid(1, 7);
let service: PlacementService;
let client: OpenStackClient;

beforeAll(async () => {
  service = await startService();
  client = new OpenStackClient();
});
afterAll(() => Promise.all([service.close(), client.close()]));

function of(url: string): ClientOptions {
  return { 'auth-type': 'admin_token', endpoint: url, token: 'admin', 'placement-api-version': '1.37' };
}

const openstack = (...words: string[]) => client.run(of(service.url), ...words);
const asJson = (...words: string[]) => client.json(of(service.url), ...words);

describe('the openstack command of Debian', () => {
  it.skipIf(reason !== undefined)(
    `works against the service${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 300_000 },
    async () => {
      const created = await asJson('resource', 'provider', 'create', 'host-1', '--uuid', HOST);
      expect(created).toMatchObject({ uuid: HOST, name: 'host-1', generation: 0, parent_provider_uuid: null });
      await asJson(
        'resource',
        'provider',
        'inventory',
        'set',
        HOST,
        '--resource',
        'VCPU=8',
        '--resource',
        'VCPU:allocation_ratio=2',
        '--resource',
        'MEMORY_MB=16384',
      );
      expect(await asJson('resource', 'provider', 'inventory', 'list', HOST)).toHaveLength(2);
      await asJson('resource', 'provider', 'trait', 'set', HOST, '--trait', 'HW_CPU_X86_VMX');
      expect(await asJson('resource', 'provider', 'list')).toMatchObject([{ uuid: HOST, name: 'host-1' }]);
      expect((await asJson('trait', 'list')).length).toBeGreaterThan(300);
      const candidates = await asJson(
        'allocation',
        'candidate',
        'list',
        '--resource',
        'VCPU=4',
        '--resource',
        'MEMORY_MB=1024',
        '--required',
        'HW_CPU_X86_VMX',
      );
      expect(candidates).toHaveLength(1);
      expect(candidates[0]).toMatchObject({ 'resource provider': HOST, allocation: 'VCPU=4,MEMORY_MB=1024' });
      await asJson(
        'resource',
        'provider',
        'allocation',
        'set',
        CONSUMER,
        '--allocation',
        `rp=${HOST},VCPU=4,MEMORY_MB=1024`,
        '--project-id',
        numberedUuid(5),
        '--user-id',
        numberedUuid(6),
      );
      const usage = await asJson('resource', 'provider', 'usage', 'show', HOST);
      expect(usage).toEqual(expect.arrayContaining([{ resource_class: 'VCPU', usage: 4 }]));
      await openstack('resource', 'provider', 'allocation', 'delete', CONSUMER);
      await openstack('resource', 'class', 'create', 'CUSTOM_GPU');
      await openstack('resource', 'provider', 'delete', HOST);
      expect(await asJson('resource', 'provider', 'list')).toEqual([]);
    },
  );
});
