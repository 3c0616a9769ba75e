import { route } from '../../http/api-route.ts';
import type { ApiRoute } from '../../http/api-route.ts';
import { computeRoute } from '../http/compute-route.ts';
import type { ComputeRoute } from '../http/compute-route.ts';
import { newestMinor } from '../http/microversion.ts';

/** What there is without a version in the path. */
export function versionListRoute(): ApiRoute {
  return route({
    method: 'GET',
    path: '/',
    access: 'open',
    handler: ({ origin }) => ({
      status: 200,
      body: { versions: [{ ...version, links: [{ rel: 'self', href: `${origin}/v2.1/` }] }] },
    }),
  });
}

/** What clients read to learn which microversions they may use. */
export function versionRoutes(): ComputeRoute[] {
  return [
    computeRoute({
      method: 'GET',
      path: '',
      access: 'open',
      handler: ({ origin }) => ({
        status: 200,
        body: {
          version: {
            ...version,
            links: [
              { rel: 'self', href: `${origin}/v2.1/` },
              { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' },
            ],
            'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1' }],
          },
        },
      }),
    }),
  ];
}

const version = {
  id: 'v2.1',
  status: 'CURRENT',
  version: `2.${newestMinor}`,
  min_version: '2.1',
  updated: '2013-07-23T11:33:21Z',
};
