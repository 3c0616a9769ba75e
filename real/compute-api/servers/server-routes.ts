import type { ComputeRoute } from '../http/compute-route.ts';
import { adminActionRoutes } from './actions/admin-actions.ts';
import { consoleRoutes } from './actions/console-actions.ts';
import { guestActionRoutes } from './actions/guest-actions.ts';
import { imageActionRoutes } from './actions/image-actions.ts';
import { moveActionRoutes } from './actions/move-actions.ts';
import { powerActionRoutes } from './actions/power-actions.ts';
import { rebuildActionRoute } from './actions/rebuild-action.ts';
import { resizeActionRoutes } from './actions/resize-actions.ts';
import { securityGroupActionRoutes } from './actions/security-group-actions.ts';
import { shelveActionRoutes } from './actions/shelve-actions.ts';
import { aboutServerRoutes } from './routes/about-server.ts';
import { instanceActionRoutes } from './routes/instance-actions.ts';
import { interfaceRoutes } from './routes/interfaces.ts';
import { metadataRoutes } from './routes/metadata.ts';
import { serverMigrationRoutes } from './routes/migrations.ts';
import { serverRoutesOf } from './routes/servers.ts';
import { securityGroupRoutes } from './routes/security-groups.ts';
import { tagRoutes } from './routes/tags.ts';
import { volumeAttachmentRoutes } from './routes/volume-attachments.ts';
import { ServerDoor } from './server-door.ts';
import type { ServerServices } from './server-services.ts';
import { ServerViewer } from './views/server-viewer.ts';

/** Servers, what can be asked of them, and what belongs to them. */
export function serverRoutes(services: ServerServices): ComputeRoute[] {
  const door = new ServerDoor(services.tables);
  const viewer = new ServerViewer(services);
  const parts = { services, door, viewer };
  return [
    ...serverRoutesOf(services, door, viewer),
    ...powerActionRoutes(parts),
    ...adminActionRoutes(parts),
    ...guestActionRoutes(parts),
    ...imageActionRoutes(parts),
    ...shelveActionRoutes(parts),
    ...resizeActionRoutes(parts),
    rebuildActionRoute(parts),
    ...moveActionRoutes(parts),
    ...consoleRoutes(parts),
    ...securityGroupActionRoutes(parts),
    ...metadataRoutes(services, door),
    ...tagRoutes(services, door),
    ...instanceActionRoutes(services, door),
    ...interfaceRoutes(services, door),
    ...volumeAttachmentRoutes(door),
    ...serverMigrationRoutes(door),
    ...aboutServerRoutes(services, door),
    ...securityGroupRoutes(services),
  ];
}
