/** Before 2.53 services and hypervisors have numbers; one that belongs to the UUID never changes. */
export function numberOf(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 7), 16);
}
