import path from 'node:path';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';

/** Lower case only, so that each guest has one folder. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/.test(text);
}

/** @throws HypervisorError `bad-request` for what is not a UUID, and so could lead elsewhere */
export function guestFolder(instancesPath: string, uuid: string): string {
  if (isUuid(uuid)) return path.join(instancesPath, uuid);
  throw new HypervisorError('bad-request', 'disks', `${JSON.stringify(uuid)} is not the UUID of a guest (lower case)`);
}
