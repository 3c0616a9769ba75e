import { afterEach, expect, test } from 'vitest';
import { SmallCloud } from './small-cloud.ts';

let cloud: SmallCloud;

afterEach(() => cloud.close());

test('a server that is asked for becomes ACTIVE on a host, with its resources claimed and its port plugged', async () => {
  cloud = await SmallCloud.start();
  const server = await cloud.createOne();
  expect(server).toMatchObject({ vmState: 'active', taskState: null, powerState: 'running', rootDeviceName: '/dev/vda' });
  expect(server.launchedAtSeconds).not.toBeNull();
  expect(cloud.held(server.uuid)).toEqual({ VCPU: 1, MEMORY_MB: 512, DISK_GB: 1 });
  expect(cloud.networks.ports.get(server.uuid)).toMatchObject({ host: server.host, plugged: true });
});
