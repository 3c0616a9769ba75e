import type { ConductorClient } from '../../conductor/conductor-client.ts';
import type { ConsoleUrls } from '../../console/console-urls.ts';
import type { InstanceNetworks } from '../../network/api/instance-networks.ts';
import type { ComputeParts } from '../compute-parts.ts';
import type { ServerImages } from './server-images.ts';

/** What the routes of servers work with. */
export interface ServerServices extends Pick<ComputeParts, 'tables' | 'quotas' | 'zones' | 'now'> {
  readonly conductor: ConductorClient;
  readonly networks: InstanceNetworks;
  readonly images: ServerImages;
  readonly consoles: Pick<ConsoleUrls, 'open'>;
}
