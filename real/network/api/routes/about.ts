import { route } from '../../../http/api-route.ts';
import type { ApiRoute } from '../../../http/api-route.ts';
import { fault } from '../network-faults.ts';
import type { AnyResource, Json } from '../resource.ts';

/** Versions, resources, and the extensions of Neutron's API that there are. */
export function aboutRoutes(resources: readonly AnyResource[]): ApiRoute[] {
  const self = (href: string): Json[] => [{ rel: 'self', href }];
  const version = (origin: string): Json => ({ id: 'v2.0', status: 'CURRENT', links: self(`${origin}/v2.0/`) });
  return [
    route({
      method: 'GET',
      path: '/',
      access: 'open',
      handler: ({ origin }) => ({ status: 200, body: { versions: [version(origin)] } }),
    }),
    route({
      method: 'GET',
      path: '/v2.0',
      access: 'open',
      handler: ({ origin }) => ({
        status: 200,
        body: {
          resources: resources.map(({ name, collection, path }) => ({
            name,
            collection,
            links: self(`${origin}/v2.0/${path}`),
          })),
        },
      }),
    }),
    route({
      method: 'GET',
      path: '/v2.0/extensions',
      access: 'token',
      handler: () => ({ status: 200, body: { extensions: extensions.map(extensionJson) } }),
    }),
    route({
      method: 'GET',
      path: '/v2.0/extensions/:alias',
      access: 'token',
      handler: ({ params }) => {
        const found = extensions.find(([alias]) => alias === params['alias']);
        if (!found) {
          throw fault(404, 'HTTPNotFound', `Extension with alias ${params['alias']} does not exist`);
        }
        return { status: 200, body: { extension: extensionJson(found) } };
      },
    }),
  ];
}

type Extension = readonly [alias: string, name: string, description: string, updated: string];

const extensionJson = ([alias, name, description, updated]: Extension): Json => ({
  name,
  alias,
  description,
  updated: `${updated}-00:00`,
  links: [],
});

/** Aliases and dates are Neutron's. Clients look at the aliases to know what they may ask for. */
const extensions: readonly Extension[] = [
  ['agent', 'agent', 'Agents of hosts', '2013-02-03T10:00:00'],
  ['allowed-address-pairs', 'Allowed Address Pairs', 'Further addresses a port sends from', '2013-07-23T10:00:00'],
  ['availability_zone', 'Availability Zone', 'Zones of agents', '2015-01-01T10:00:00'],
  ['binding', 'Port Binding', 'The host that has a port', '2014-02-03T10:00:00'],
  ['external-net', 'Neutron external network', 'Networks that lead outside', '2013-01-14T10:00:00'],
  ['ext-gw-mode', 'Neutron L3 Configurable external gateway mode', 'Routers without SNAT', '2013-03-28T10:00:00'],
  ['filter-validation', 'Filter parameters validation', 'Unknown filters are refused', '2018-07-04T10:00:00'],
  ['fip-port-details', 'Floating IP Port Details Extension', 'A floating IP shows its port', '2018-04-09T10:00:00'],
  ['ip-substring-filtering', 'IP address substring filtering', 'Ports by a part of an address', '2017-11-28T09:00:00'],
  ['net-mtu', 'Network MTU', 'Networks show their MTU', '2015-03-25T10:00:00'],
  ['net-mtu-writable', 'Network MTU (writable)', 'The MTU of a network can be set', '2017-07-12T00:00:00'],
  ['network_availability_zone', 'Network Availability Zone', 'Zones of networks', '2015-01-01T10:00:00'],
  ['network-ip-availability', 'Network IP Availability', 'Used and free addresses', '2015-09-24T00:00:00'],
  ['pagination', 'Pagination support', 'Lists come in pages', '2016-06-12T00:00:00'],
  ['port-security', 'Port Security', 'Ports without filters', '2012-07-23T10:00:00'],
  ['port-security-groups-filtering', 'Port filtering on security groups', 'Ports by group', '2018-01-09T09:00:00'],
  ['project-id', 'project_id field enabled', 'project_id beside tenant_id', '2016-09-09T09:09:09'],
  ['provider', 'Provider Network', 'What carries a network', '2012-09-07T10:00:00'],
  ['quotas', 'Quota management support', 'Limits of projects', '2012-07-29T10:00:00'],
  ['quota_details', 'Quota details management support', 'Use of quotas', '2017-02-10T10:00:00'],
  ['revision-if-match', 'If-Match constraints based on revision_number', 'Guarded changes', '2016-12-11T00:00:00'],
  ['router', 'Neutron L3 Router', 'Routers and floating IPs', '2012-07-20T10:00:00'],
  ['extraroute', 'Neutron Extra Route', 'Further routes of routers', '2013-02-01T10:00:00'],
  ['security-group', 'security-group', 'Security groups and their rules', '2012-10-05T10:00:00'],
  [
    'security-groups-normalized-cidr',
    'Normalized CIDR field for security group rules',
    'Rules show the block that is meant',
    '2020-07-28T10:00:00',
  ],
  ['sorting', 'Sorting support', 'Lists are sorted', '2016-06-12T00:00:00'],
  ['standard-attr-description', 'standard-attr-description', 'Descriptions', '2016-02-10T10:00:00'],
  ['standard-attr-revisions', 'Resource revision numbers', 'Changes are counted', '2016-04-11T10:00:00'],
  ['standard-attr-tag', 'Tag support for resources with standard attribute', 'Tags', '2017-01-01T00:00:00'],
  ['standard-attr-timestamp', 'Resource timestamps', 'Times of creation and change', '2016-09-12T10:00:00'],
];
