import type { Instance } from '../../objects/instance.ts';
import type { ServerUpdate } from './schemas/change-server-bodies.ts';

/** What an update, or a rebuild, says of a server's row. */
export function changesOf(update: ServerUpdate): Partial<Instance> {
  return {
    ...(update.name !== undefined && { displayName: update.name }),
    ...(update.description !== undefined && { displayDescription: update.description }),
    ...(update.hostname !== undefined && { hostname: update.hostname }),
    ...(update.accessIPv4 !== undefined && { accessIpV4: update.accessIPv4 }),
    ...(update.accessIPv6 !== undefined && { accessIpV6: update.accessIPv6 }),
    ...(update['OS-DCF:diskConfig'] !== undefined && { diskConfig: update['OS-DCF:diskConfig'] }),
  };
}
