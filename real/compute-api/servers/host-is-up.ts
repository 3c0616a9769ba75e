import { ServerPlaces } from './views/server-places.ts';
import type { Instance } from '../../objects/instance.ts';
import type { ServerServices } from './server-services.ts';

/** Whether a server's host was heard of lately; an admin may have disabled it all the same. */
export function hostIsUp(services: ServerServices, server: Instance): boolean {
  const status = new ServerPlaces(services).statusOf(server);
  return status === 'UP' || status === 'MAINTENANCE';
}
