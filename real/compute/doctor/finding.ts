/** `ok`: as it should be; `limited`: guests run, with less than there could be; `missing`: guests cannot run as asked. */
export type FindingState = 'ok' | 'limited' | 'missing';

/** What one check found out about a host. */
export interface Finding {
  /** `kvm`, `nftables`, ... */
  readonly check: string;
  readonly state: FindingState;
  /** What was seen. */
  readonly found: string;
  /** A command that mends it, where one does. */
  readonly mend?: string | undefined;
  /** What is lost or must be configured, where there is something to say. */
  readonly consequence?: string | undefined;
}
