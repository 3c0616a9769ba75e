/**
 * What a server asks for: the amounts that Nova reads from a flavor.
 *
 * Amounts are whole and not negative. `swapMib` and `ramMib` are MiB, `rootGib` and `ephemeralGib`
 * GiB, as in Nova's `memory_mb`, `swap`, `root_gb` and `ephemeral_gb`.
 */
export interface Flavor {
  /** Nova: `flavorid`. */
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly rootGib: number;
  readonly ephemeralGib: number;
  readonly swapMib: number;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

/** The disk a flavor needs on its host, MiB, swap included. Nova: the former `DiskFilter`. */
export function flavorDiskMib(flavor: Flavor): number {
  return (flavor.rootGib + flavor.ephemeralGib) * 1024 + flavor.swapMib;
}

/**
 * The disk that an instance takes from `HostState.diskFreeMib`, MiB. Swap is left out, as in
 * Nova's `HostState.consume_from_request`.
 */
export function consumedDiskMib(flavor: Flavor): number {
  return (flavor.rootGib + flavor.ephemeralGib) * 1024;
}
