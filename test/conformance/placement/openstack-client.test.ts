import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlacementService } from '../../../real/index.ts';
import type { AnyJson } from '../../real/placement/running-placement.ts';
import { numberedUuid, startService } from '../../real/placement/running-placement.ts';
import { whyNot } from '../openstack-here.ts';

const reason = whyNot(['openstackclient', 'osc_placement']);
const HOST = numberedUuid(1);
const CONSUMER = numberedUuid(1, 7);
let service: PlacementService;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

/** Runs `openstack ...` against the service and reads its JSON. */
async function openstack(...words: string[]): Promise<AnyJson> {
  const args = [
    '--os-auth-type',
    'admin_token',
    '--os-endpoint',
    service.url,
    '--os-token',
    'admin',
    '--os-placement-api-version',
    '1.37',
    ...words,
  ];
  const { stdout } = await promisify(execFile)('openstack', args, { maxBuffer: 2 ** 24 });
  return stdout.trim().startsWith('{') || stdout.trim().startsWith('[') ? JSON.parse(stdout) : stdout;
}

describe('the openstack command of Debian', () => {
  it.skipIf(reason !== undefined)(
    `works against the service${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 300_000 },
    async () => {
      const created = await openstack('resource', 'provider', 'create', 'host-1', '--uuid', HOST, '-f', 'json');
      expect(created).toMatchObject({ uuid: HOST, name: 'host-1', generation: 0, parent_provider_uuid: null });
      await openstack(
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
        '-f',
        'json',
      );
      expect(await openstack('resource', 'provider', 'inventory', 'list', HOST, '-f', 'json')).toHaveLength(2);
      await openstack('resource', 'provider', 'trait', 'set', HOST, '--trait', 'HW_CPU_X86_VMX', '-f', 'json');
      expect(await openstack('resource', 'provider', 'list', '-f', 'json')).toMatchObject([
        { uuid: HOST, name: 'host-1' },
      ]);
      expect((await openstack('trait', 'list', '-f', 'json')).length).toBeGreaterThan(300);
      const candidates = await openstack(
        'allocation',
        'candidate',
        'list',
        '--resource',
        'VCPU=4',
        '--resource',
        'MEMORY_MB=1024',
        '--required',
        'HW_CPU_X86_VMX',
        '-f',
        'json',
      );
      expect(candidates).toHaveLength(1);
      expect(candidates[0]).toMatchObject({ 'resource provider': HOST, allocation: 'VCPU=4,MEMORY_MB=1024' });
      await openstack(
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
        '-f',
        'json',
      );
      const usage = await openstack('resource', 'provider', 'usage', 'show', HOST, '-f', 'json');
      expect(usage).toEqual(expect.arrayContaining([{ resource_class: 'VCPU', usage: 4 }]));
      await openstack('resource', 'provider', 'allocation', 'delete', CONSUMER);
      await openstack('resource', 'class', 'create', 'CUSTOM_GPU');
      await openstack('resource', 'provider', 'delete', HOST);
      expect(await openstack('resource', 'provider', 'list', '-f', 'json')).toEqual([]);
    },
  );
});
