import path from 'node:path';
import { checkedUuid } from '../hypervisor/checked-uuid.ts';

/** @throws HypervisorError `bad-request` for what is not a UUID, and so could lead elsewhere */
export function guestFolder(instancesPath: string, uuid: string): string {
  return path.join(instancesPath, checkedUuid(uuid));
}
