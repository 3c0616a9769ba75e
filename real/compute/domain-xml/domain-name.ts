import { checkedUuid } from '../hypervisor/checked-uuid.ts';

/** The name of a guest's domain. It comes from the UUID: what people call a server never gets this far. */
export function domainName(uuid: string): string {
  return `instance-${checkedUuid(uuid)}`;
}
