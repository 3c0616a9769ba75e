import { isUuid } from '../disks/guest-folder.ts';
import { HypervisorError } from './hypervisor-error.ts';

/** @throws HypervisorError `bad-request` for anything that is not a UUID in lower case */
export function checkedUuid(uuid: string): string {
  if (isUuid(uuid)) return uuid;
  throw new HypervisorError('bad-request', 'request', `${JSON.stringify(uuid)} is no UUID in lower case`);
}
