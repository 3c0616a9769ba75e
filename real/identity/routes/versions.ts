import { route } from '../../http/api-route.ts';
import type { ApiRoute } from '../../http/api-route.ts';
import type { Json } from '../entity-json.ts';

/** The version documents: where a client begins. */
export function versionRoutes(): ApiRoute[] {
  const list = (origin: string): Json => ({ versions: { values: [versionDocument(origin)] } });
  return [
    route({
      method: 'GET',
      path: '/',
      access: 'open',
      handler: ({ origin }) => ({ status: 300, body: list(origin), headers: { location: `${origin}/v3/` } }),
    }),
    route({
      method: 'GET',
      path: '/v3',
      access: 'open',
      handler: ({ origin }) => ({ status: 200, body: { version: versionDocument(origin) } }),
    }),
  ];
}

/** 3.14 is the API of Keystone since the Ussuri release. */
function versionDocument(origin: string): Json {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${origin}/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
}
