/**
 * Networks as far as NUMA cares: those a guest needs, or those whose NIC sits at a host cell.
 * Nova: `NetworkMetadata`.
 */
export interface NetworkMetadata {
  /** Names of physical networks. */
  readonly physnets: ReadonlySet<string>;
  /** Whether tunneled networks (VXLAN, Geneve, ...) are among them. */
  readonly tunneled: boolean;
}
