import { HypervisorError } from './hypervisor-error.ts';

/** Lower case only, so that each guest has one name and one folder. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
}

/** @throws HypervisorError `bad-request` for anything that is not a UUID in lower case */
export function checkedUuid(uuid: string): string {
  if (isUuid(uuid)) return uuid;
  throw new HypervisorError('bad-request', 'request', `${JSON.stringify(uuid)} is no UUID in lower case`);
}
