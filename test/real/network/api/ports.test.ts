import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkCloud } from './network-cloud.ts';

let cloud: NetworkCloud;
beforeAll(async () => {
  cloud = await NetworkCloud.start();
});
afterAll(() => cloud.close());

describe('a port', () => {
  it('gets an address from the pools, a MAC address, and the default group of its project', async () => {
    const { id, subnetId } = await cloud.network();
    const port = await cloud.make('alice', 'port', { network_id: id, name: 'p' });
    const groups = await cloud.ask('alice', 'GET', 'security-groups?name=default');
    expect(port).toEqual({
      id: port.id,
      name: 'p',
      network_id: id,
      tenant_id: cloud.projects.alice,
      project_id: cloud.projects.alice,
      mac_address: expect.stringMatching(/^fa:16:3e(?::[0-9a-f]{2}){3}$/),
      admin_state_up: true,
      status: 'DOWN',
      device_id: '',
      device_owner: '',
      fixed_ips: [{ subnet_id: subnetId, ip_address: '10.0.0.2' }],
      port_security_enabled: true,
      security_groups: [groups.body.security_groups[0].id],
      'binding:vnic_type': 'normal',
      allowed_address_pairs: [],
      description: '',
      tags: [],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      updated_at: port.created_at,
      revision_number: 1,
    });
  });
});
