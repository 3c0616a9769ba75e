import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkCloud } from './network-cloud.ts';

let cloud: NetworkCloud;
beforeAll(async () => {
  cloud = await NetworkCloud.start();
  for (const name of ['c', 'a', 'b', 'd', 'e']) {
    const { id } = await cloud.make('alice', 'network', { name, description: name < 'c' ? 'early' : 'late' });
    await cloud.ask('alice', 'PUT', `networks/${id}/tags`, { tags: [name, name < 'c' ? 'first' : 'second'] });
  }
});
afterAll(() => cloud.close());

const names = async (query: string): Promise<string> =>
  (await cloud.ask('alice', 'GET', `networks?${query}`)).body.networks
    .map((row: { name: string }) => row.name)
    .join('');

describe('a list', () => {
  it('is filtered by attributes, several values being alternatives', async () => {
    const sorted = 'sort_key=name&sort_dir=asc';
    expect(await names(`name=a&name=e&${sorted}`)).toBe('ae');
    expect(await names(`description=early&name=a`)).toBe('a');
    expect(await names(`admin_state_up=True&shared=false&${sorted}`)).toBe('abcde');
    expect(await names(`tenant_id=${cloud.projects.alice}&${sorted}`)).toBe('abcde');
    expect(await names(`project_id=${cloud.projects.bob}`)).toBe('');
    expect(await names(`tags=a,first`)).toBe('a');
    expect(await names(`tags-any=a,c&${sorted}`)).toBe('ac');
    expect(await names(`not-tags=second&${sorted}`)).toBe('ab');
    expect(await names(`not-tags-any=a,second`)).toBe('b');
    expect(await cloud.refusal('alice', 'GET', 'networks?bogus=1')).toBe('400 HTTPBadRequest');
  });

  it('is sorted and cut into pages that can be walked in both directions', async () => {
    const walk = async (first: string): Promise<string> => {
      let where: string | undefined = `networks?${first}`;
      const pages: string[] = [];
      while (where !== undefined) {
        const { body } = await cloud.ask('alice', 'GET', where);
        pages.push(body.networks.map((row: { name: string }) => row.name).join(''));
        const links = (body.networks_links ?? []) as { rel: string; href: string }[];
        const next = links.find(({ rel }) => rel === 'next')?.href;
        where = next?.slice(next.indexOf('/v2.0/') + '/v2.0/'.length);
      }
      return pages.join(' ');
    };
    expect(await walk('sort_key=name&sort_dir=asc&limit=2')).toBe('ab cd e');
    expect(await walk('sort_key=name&sort_dir=desc&limit=3')).toBe('edc ba');
    expect(await names('sort_key=description&sort_dir=desc&sort_key=name&sort_dir=asc')).toBe('cdeab');
    const { body } = await cloud.ask('alice', 'GET', 'networks?sort_key=name&sort_dir=asc');
    const middle = body.networks[3].id as string;
    const back = `sort_key=name&sort_dir=asc&limit=2&page_reverse=True&marker=${middle}`;
    expect(await names(back)).toBe('bc');
    expect(await cloud.refusal('alice', 'GET', 'networks?limit=-1')).toBe('400 BadRequest');
    expect(await cloud.refusal('alice', 'GET', 'networks?sort_key=name')).toBe('400 HTTPBadRequest');
    expect(await cloud.refusal('alice', 'GET', 'networks?marker=nothing&limit=1')).toBe('404 NetworkNotFound');
  });

  it('shows only the fields that are asked for', async () => {
    const { body } = await cloud.ask('alice', 'GET', 'networks?name=a&fields=name&fields=mtu&fields=nothing');
    expect(body.networks).toEqual([{ name: 'a', mtu: 1500 }]);
    const one = await cloud.ask('alice', 'GET', `networks?name=a&fields=id`);
    const shown = await cloud.ask('alice', 'GET', `networks/${one.body.networks[0].id}?fields=name`);
    expect(shown.body).toEqual({ network: { name: 'a' } });
  });

  it('of ports goes by address, by a part of one, and by group', async () => {
    const { id, subnetId } = await cloud.network({ cidr: '10.3.0.0/24' });
    const group = await cloud.make('alice', 'security_group', { name: 'g' });
    const port = await cloud.make('alice', 'port', { network_id: id, security_groups: [group.id] });
    await cloud.make('alice', 'port', { network_id: id });
    const found = async (query: string): Promise<number> =>
      (await cloud.ask('alice', 'GET', `ports?${query}`)).body.ports.length;
    expect(await found('fixed_ips=ip_address=10.3.0.2')).toBe(1);
    expect(await found('fixed_ips=ip_address_substr=10.3')).toBe(2);
    expect(await found(`fixed_ips=subnet_id=${subnetId}`)).toBe(2);
    expect(await found(`security_groups=${group.id}`)).toBe(1);
    expect(await found(`mac_address=${port.mac_address}`)).toBe(1);
    expect(await found(`id=${port.id}&id=nothing`)).toBe(1);
  });
});

describe('a change', () => {
  it('counts revisions, and is refused when it expects another', async () => {
    const network = await cloud.make('alice', 'network', { name: 'x' });
    const where = `networks/${network.id}`;
    const change = { network: { name: 'y' } };
    const wrong = await cloud.ask('alice', 'PUT', where, change, { 'if-match': 'revision_number=9' });
    expect([wrong.status, wrong.body.NeutronError.type]).toEqual([412, 'RevisionNumberConstraintFailed']);
    const right = await cloud.ask('alice', 'PUT', where, change, { 'if-match': 'revision_number=1' });
    expect(right.body.network).toMatchObject({ name: 'y', revision_number: 2 });
    expect((await cloud.ask('alice', 'DELETE', where, undefined, { 'if-match': 'revision_number=1' })).status).toBe(
      412,
    );
  });
});

describe('several things at once', () => {
  it('are all made or none', async () => {
    const made = await cloud.ask('bob', 'POST', 'networks', { networks: [{ name: 'one' }, { name: 'two' }] });
    expect(made.body.networks.map(({ name }: { name: string }) => name)).toEqual(['one', 'two']);
    const half = { networks: [{ name: 'three' }, { name: 'four', mtu: -1 }] };
    expect(await cloud.refusal('bob', 'POST', 'networks', half)).toBe('400 HTTPBadRequest');
    expect((await cloud.ask('bob', 'GET', 'networks')).body.networks.length).toBe(2);
  });
});

describe('the documents about the service', () => {
  it('name the version, the resources and the extensions', async () => {
    const { body } = await cloud.send('GET', '/');
    expect(body.versions).toEqual([
      { id: 'v2.0', status: 'CURRENT', links: [{ rel: 'self', href: `${cloud.url}/v2.0/` }] },
    ]);
    for (const where of ['/v2.0', '/v2.0/']) {
      const { body: version } = await cloud.send('GET', where);
      expect(version.resources.map(({ name }: { name: string }) => name)).toContain('floatingip');
    }
    const { extensions } = (await cloud.ask('alice', 'GET', 'extensions')).body;
    for (const { alias } of extensions) {
      expect((await cloud.ask('alice', 'GET', `extensions/${alias}`)).body.extension.alias).toBe(alias);
    }
    expect((await cloud.ask('alice', 'GET', 'extensions/rbac-policies')).status).toBe(404);
    expect((await cloud.ask('alice', 'GET', 'rbac-policies')).status).toBe(404);
  });
});
