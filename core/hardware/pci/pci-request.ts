export type PciNumaPolicy = 'required' | 'legacy' | 'preferred' | 'socket';

export const pciNumaPolicies: readonly PciNumaPolicy[] = ['required', 'legacy', 'preferred', 'socket'];

/** Properties that a device must have, by name; null matches devices without the property. */
export type PciSpec = Readonly<Record<string, string | null>>;

/** A wish for PCI devices of one kind. Nova: `InstancePCIRequest`. */
export interface PciRequest {
  readonly count: number;
  /** Alternatives: a device that meets one of them will do. */
  readonly spec: readonly PciSpec[];
  readonly aliasName?: string | undefined;
  /** Names the request; groups that Placement is asked for it carry the name. */
  readonly requestId?: string | undefined;
  /** null means `legacy`. */
  readonly numaPolicy: PciNumaPolicy | null;
}
