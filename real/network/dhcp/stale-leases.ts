/**
 * Leases of addresses that have just been reserved for somebody else. dnsmasq keeps a lease to its end, and until then
 * refuses the address to the new owner.
 *
 * @param leases the text of dnsmasq's leases file
 * @param before,now texts of the reservations
 * @returns the leases to go on with, or undefined when none is stale
 */
export function withoutStaleLeases(leases: string, before: string, now: string): string | undefined {
  const known = new Set(before.split('\n'));
  const owners = new Map<string, string>();
  for (const line of now.split('\n').filter((one) => one !== '' && !known.has(one))) {
    const [mac, ...addresses] = line.split(',');
    for (const address of addresses) owners.set(address.replace(/[[\]]/g, ''), mac!);
  }
  const lines = leases.split('\n');
  // Expiry, MAC address (for IPv6 an identifier of the guest's own), address, ...
  const kept = lines.filter((line) => {
    const [, holder, address = ''] = line.split(' ');
    const owner = owners.get(address);
    return owner === undefined || owner === holder;
  });
  return kept.length === lines.length ? undefined : kept.join('\n');
}
