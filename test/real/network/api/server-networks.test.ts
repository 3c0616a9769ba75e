import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PortBinding } from '../../../../real/index.ts';
import { NetworkCloud } from './network-cloud.ts';

let cloud: NetworkCloud;
let project: string;
let network: { id: string; subnetId: string };
let server: string;
let count = 0;
beforeAll(async () => {
  cloud = await NetworkCloud.start();
  project = cloud.projects.alice;
});
beforeEach(async () => {
  network = await cloud.network({ cidr: '10.0.0.0/24' });
  server = `10000000-0000-4000-8000-${String(++count).padStart(12, '0')}`;
});
afterAll(() => cloud.close());

const nic = (values: object): never =>
  ({ networkId: null, portId: null, fixedIp: null, tag: null, ...values }) as never;
const place = (values: object = {}): never =>
  ({
    instanceUuid: server,
    projectId: project,
    host: 'host1',
    availabilityZone: 'nova',
    nics: [nic({ networkId: network.id })],
    securityGroups: ['default'],
    hostname: 'web',
    ...values,
  }) as never;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are looked into member by member
const portsOf = async (): Promise<any[]> => (await cloud.ask('admin', 'GET', `ports?device_id=${server}`)).body.ports;

describe('a server', () => {
  it('gets a port on each network, bound to its host, in the order of its NICs', async () => {
    const other = await cloud.network({ cidr: '10.5.0.0/24' });
    const nics = [nic({ networkId: other.id, fixedIp: '10.5.0.50', tag: 'a' }), nic({ networkId: network.id })];
    const vifs = await cloud.service.servers.allocate(place({ nics }));
    expect(vifs.map(({ fixedIps, tag, preserveOnDelete }) => [fixedIps[0]?.ipAddress, tag, preserveOnDelete])).toEqual([
      ['10.5.0.50', 'a', false],
      ['10.0.0.2', null, false],
    ]);
    expect(cloud.service.servers.vifs(server)).toEqual(vifs);
    const ports = await portsOf();
    for (const port of ports) {
      expect(port).toMatchObject({ 'binding:host_id': 'host1', device_owner: 'compute:nova', tenant_id: project });
    }
    const bindings = cloud.service.servers.bindings(server);
    expect(bindings.map(({ id }) => id)).toEqual(vifs.map(({ portId }) => portId));
    expect(bindings[1]).toMatchObject({
      macAddress: vifs[1]!.macAddress,
      portSecurity: true,
      network: { id: network.id, mtu: 1500, nat: false, subnets: [{ cidr: '10.0.0.0/24', gatewayIp: '10.0.0.1' }] },
    });
  });

  it('keeps its ports when asked for again, on another host too, and after a restart', async () => {
    const own = await cloud.make('alice', 'port', { network_id: network.id });
    const nics = [nic({ portId: own.id, tag: 't' }), nic({ networkId: network.id })];
    const first = await cloud.service.servers.allocate(place({ nics }));
    expect(await cloud.service.servers.allocate(place({ nics }))).toEqual(first);
    await cloud.restart();
    expect(await cloud.service.servers.allocate(place({ nics, host: 'host2' }))).toEqual(first);
    expect((await portsOf()).map((port) => port['binding:host_id'])).toEqual(['host2', 'host2']);
    await cloud.service.servers.deallocate(server);
    await cloud.service.servers.deallocate(server);
    expect(await portsOf()).toEqual([]);
    const { body } = await cloud.ask('admin', 'GET', `ports/${own.id}`);
    expect(body.port).toMatchObject({ device_id: '', device_owner: '', 'binding:host_id': '', status: 'DOWN' });
    expect((await cloud.ask('alice', 'GET', `ports?network_id=${network.id}`)).body.ports.length).toBe(1);
  });

  it('moves with the NICs that came since, and without those that went', async () => {
    await cloud.service.servers.allocate(place());
    const [first] = cloud.service.servers.vifs(server);
    const second = await cloud.service.servers.attach(server, 'host1', nic({ networkId: network.id }), project);
    await cloud.service.servers.detach(server, first!.portId);
    expect(await cloud.service.servers.allocate(place({ host: 'host2' }))).toEqual([second]);
    expect((await portsOf()).map((port) => port['binding:host_id'])).toEqual(['host2']);
  });

  it('gets all of its ports or none', async () => {
    const nics = [nic({ networkId: network.id }), nic({ networkId: network.id, fixedIp: '10.0.0.1' })];
    await expect(cloud.service.servers.allocate(place({ nics }))).rejects.toMatchObject({ status: 400 });
    expect(await portsOf()).toEqual([]);
    expect(await cloud.service.servers.allocate(place())).toHaveLength(1);
  });

  it('shows its ports as active while they are plugged', async () => {
    await cloud.service.servers.allocate(place());
    expect((await portsOf())[0].status).toBe('DOWN');
    await cloud.service.servers.setPlugged(server, true);
    expect((await portsOf())[0].status).toBe('ACTIVE');
    await cloud.service.servers.setPlugged(server, false);
    expect((await portsOf())[0].status).toBe('DOWN');
  });

  it('is given NICs and loses them later', async () => {
    await cloud.service.servers.allocate(place({ nics: 'none' }));
    const made = await cloud.service.servers.attach(server, 'host1', nic({ networkId: network.id }), project);
    const own = await cloud.make('alice', 'port', { network_id: network.id });
    const kept = await cloud.service.servers.attach(server, 'host1', nic({ portId: own.id }), project);
    expect([made.preserveOnDelete, kept.preserveOnDelete]).toEqual([false, true]);
    expect(await cloud.service.servers.attach(server, 'host1', nic({ portId: own.id }), project)).toEqual(kept);
    expect(cloud.service.servers.vifs(server).map(({ portId }) => portId)).toEqual([made.portId, own.id]);
    await cloud.service.servers.detach(server, made.portId);
    await cloud.service.servers.detach(server, own.id);
    expect(cloud.service.servers.vifs(server)).toEqual([]);
    expect((await cloud.ask('alice', 'GET', `ports/${made.portId}`)).status).toBe(404);
    expect((await cloud.ask('alice', 'GET', `ports/${own.id}`)).status).toBe(200);
  });

  it('has the security groups of its ports', async () => {
    await cloud.make('alice', 'security_group', { name: 'web', description: 'http' });
    await cloud.service.servers.allocate(place());
    const names = (): string[] => cloud.service.servers.securityGroups(server).map(({ name }) => name);
    expect(names()).toEqual(['default']);
    await cloud.service.servers.addSecurityGroup(server, project, 'web');
    expect(names()).toEqual(['default', 'web']);
    await cloud.service.servers.removeSecurityGroup(server, project, 'default');
    expect(names()).toEqual(['web']);
    const missing = cloud.service.servers.removeSecurityGroup(server, project, 'default');
    await expect(missing).rejects.toMatchObject({ status: 404 });
    await expect(cloud.service.servers.addSecurityGroup(server, cloud.projects.bob, 'web')).rejects.toMatchObject({
      status: 404,
    });
    expect(cloud.service.servers.securityGroups(server)[0]).toMatchObject({ description: 'http', projectId: project });
  });
});

describe('what a request asks of networks', () => {
  const refusal = (nics: unknown, groups: readonly string[] = []): string => {
    try {
      cloud.service.servers.check(project, nics as never, groups);
      return 'fine';
    } catch (error) {
      return `${(error as { status: number }).status} ${(error as Error).message}`;
    }
  };
  const unknown = '00000000-0000-4000-8000-00000000dead';

  it('is refused in Nova’s words', async () => {
    const strangers = await cloud.network({ cidr: '10.0.0.0/24' }, 'bob');
    const theirs = await cloud.make('bob', 'port', { network_id: strangers.id });
    const outside = await cloud.network({ cidr: '172.24.4.0/24' }, 'admin', { 'router:external': true });
    const bare = await cloud.make('alice', 'network', {});
    const used = await cloud.make('alice', 'port', { network_id: network.id, device_id: 'something' });
    expect(refusal([nic({ networkId: network.id })], ['default'])).toBe('fine');
    expect(refusal('none')).toBe('fine');
    expect(refusal([nic({ networkId: unknown })])).toBe(`400 Network ${unknown} could not be found.`);
    expect(refusal([nic({ networkId: strangers.id })])).toBe(`400 Network ${strangers.id} could not be found.`);
    expect(refusal([nic({ networkId: bare.id })])).toMatch(/^400 .* requires a subnet/);
    expect(refusal([nic({ networkId: outside.id })])).toMatch(/^403 .* external network/);
    expect(refusal([nic({ portId: unknown })])).toBe(`400 Port id ${unknown} could not be found.`);
    expect(refusal([nic({ portId: theirs.id })])).toBe(`400 Port id ${theirs.id} could not be found.`);
    expect(refusal([nic({ portId: used.id })])).toBe(`409 Port ${used.id} is still in use.`);
    expect(refusal([nic({ networkId: network.id, fixedIp: '10.0.0.1' })])).toMatch(/^400 /);
    expect(refusal([nic({ networkId: network.id })], ['nothing'])).toBe('400 Security group nothing not found.');
    expect(refusal('auto')).toMatch(/^409 More than one possible network found/);
    await cloud.make('alice', 'security_group', { name: 'twin' });
    await cloud.make('alice', 'security_group', { name: 'twin' });
    expect(refusal('none', ['twin'])).toMatch(/^409 /);
    const { body } = await cloud.ask('alice', 'GET', 'networks');
    expect(body.networks.length).toBeGreaterThan(1);
  });

  it('automatically is the one network that there is, or none', async () => {
    const bob = cloud.projects.bob;
    for (const { id } of (await cloud.ask('bob', 'GET', `ports?project_id=${bob}`)).body.ports) {
      await cloud.ask('bob', 'DELETE', `ports/${id}`);
    }
    for (const { id } of (await cloud.ask('bob', 'GET', `networks?project_id=${bob}`)).body.networks) {
      await cloud.ask('bob', 'DELETE', `networks/${id}`);
    }
    expect(await cloud.service.servers.allocate(place({ projectId: bob, nics: 'auto' }))).toEqual([]);
    const { id } = await cloud.network({ cidr: '10.0.0.0/24' }, 'bob');
    const [vif] = await cloud.service.servers.allocate(place({ projectId: bob, nics: 'auto' }));
    expect(vif!.networkId).toBe(id);
  });
});

describe('a bound port that changes', () => {
  const told: { server: string; host: string; binding: PortBinding }[] = [];
  const lastOf = (uuid: string): PortBinding | undefined => told.findLast((one) => one.server === uuid)?.binding;
  let end = (): void => undefined;
  const listen = (): void => {
    end();
    told.length = 0;
    end = cloud.service.servers.onBindingChanged((uuid, host, binding) => told.push({ server: uuid, host, binding }));
  };

  it('is told to whoever listens: rules, groups, members of groups, subnets, addresses', async () => {
    const other = `20000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    const web = await cloud.make('alice', 'security_group', { name: `web${count}` });
    const database = await cloud.make('alice', 'security_group', { name: `database${count}` });
    const groups = { [server]: web, [other]: database };
    for (const uuid of [server, other]) {
      await cloud.service.servers.allocate(place({ instanceUuid: uuid, securityGroups: [groups[uuid].id] }));
    }
    listen();
    const [port] = cloud.service.servers.vifs(other);
    const rule = { security_group_id: database.id, direction: 'ingress', protocol: 'tcp' };
    await cloud.make('alice', 'security_group_rule', {
      ...rule,
      port_range_min: 5432,
      port_range_max: 5432,
      remote_group_id: web.id,
    });
    const webs = (): unknown => lastOf(other)?.rules.find(({ portRangeMin }) => portRangeMin === 5432)?.remoteAddresses;
    await expect.poll(webs).toEqual(['10.0.0.2']);
    expect(told.every(({ host }) => host === 'host1')).toBe(true);

    const third = await cloud.make('alice', 'port', { network_id: network.id, security_groups: [web.id] });
    await expect.poll(webs).toEqual(['10.0.0.2', '10.0.0.4']);
    await cloud.ask('alice', 'DELETE', `ports/${third.id}`);
    await expect.poll(webs).toEqual(['10.0.0.2']);

    await cloud.ask('alice', 'PUT', `subnets/${network.subnetId}`, { subnet: { dns_nameservers: ['9.9.9.9'] } });
    const nameservers = (): unknown => lastOf(server)?.network.subnets[0]?.dnsNameservers;
    await expect.poll(nameservers).toEqual(['9.9.9.9']);

    const pairs = [{ ip_address: '10.0.0.99' }];
    await cloud.ask('alice', 'PUT', `ports/${port!.portId}`, { port: { allowed_address_pairs: pairs } });
    await expect.poll(() => lastOf(other)?.allowedAddressPairs).toMatchObject([{ ipAddress: '10.0.0.99' }]);
  });

  it('is told of the networks that a router joins, and of floating addresses', async () => {
    const outside = await cloud.network({ cidr: '172.26.4.0/24' }, 'admin', { 'router:external': true });
    const other = await cloud.network({ cidr: '10.7.0.0/24' });
    const [vif] = await cloud.service.servers.allocate(place());
    listen();
    const router = await cloud.make('alice', 'router', { external_gateway_info: { network_id: outside.id } });
    const join = (verb: string, subnetId: string): Promise<unknown> =>
      cloud.ask('alice', 'PUT', `routers/${router.id}/${verb}_router_interface`, { subnet_id: subnetId });
    await join('add', network.subnetId);
    await join('add', other.subnetId);
    await expect.poll(() => lastOf(server)?.network.routes).toEqual([other.id]);
    const floating = await cloud.make('alice', 'floatingip', { floating_network_id: outside.id, port_id: vif!.portId });
    const ipAddress = floating.floating_ip_address as string;
    await expect.poll(() => lastOf(server)?.floatingIps).toEqual([{ fixedIp: '10.0.0.2', ipAddress }]);
    expect(cloud.service.servers.vifs(server)[0]!.floatingIps).toEqual([{ fixedIp: '10.0.0.2', ipAddress }]);
    await cloud.ask('alice', 'PUT', `floatingips/${floating.id}`, { floatingip: { port_id: null } });
    await expect.poll(() => lastOf(server)?.floatingIps).toEqual([]);
    await join('remove', other.subnetId);
    await expect.poll(() => lastOf(server)?.network.routes).toEqual([]);
    await cloud.make('alice', 'port', { network_id: network.id, device_id: server });
    await cloud.service.servers.deallocate(server);
    const { body } = await cloud.ask('alice', 'GET', `floatingips/${floating.id}`);
    expect(body.floatingip).toMatchObject({ port_id: null, status: 'DOWN' });
  });

  it('is told when a router opens or closes the way out', async () => {
    const outside = await cloud.network({ cidr: '172.25.4.0/24' }, 'admin', { 'router:external': true });
    await cloud.service.servers.allocate(place());
    listen();
    const router = await cloud.make('alice', 'router', {});
    const gateway = (info: object | null): Promise<unknown> =>
      cloud.ask('alice', 'PUT', `routers/${router.id}`, { router: { external_gateway_info: info } });
    await gateway({ network_id: outside.id });
    expect(cloud.service.servers.bindings(server)[0]!.network.nat).toBe(false);
    await cloud.ask('alice', 'PUT', `routers/${router.id}/add_router_interface`, { subnet_id: network.subnetId });
    await expect.poll(() => lastOf(server)?.network.nat).toBe(true);
    await gateway(null);
    await expect.poll(() => lastOf(server)?.network.nat).toBe(false);
    end();
  });
});
