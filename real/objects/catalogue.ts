import type { ServerGroupPolicy } from '../../core/index.ts';

/** A flavor of the catalogue. Nova: `Flavor`. */
export interface FlavorRow {
  /** Nova: `flavorid`. */
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly rootGib: number;
  readonly ephemeralGib: number;
  readonly swapMib: number;
  readonly rxtxFactor: number;
  readonly isPublic: boolean;
  readonly disabled: boolean;
  readonly description: string | null;
  readonly extraSpecs: Readonly<Record<string, string>>;
  /** Projects that may use it when it is not public. */
  readonly projects: readonly string[];
  readonly createdAtSeconds: number;
}

export interface KeyPairRow {
  readonly userId: string;
  readonly name: string;
  readonly type: 'ssh' | 'x509';
  readonly publicKey: string;
  /** MD5 of the key, as `aa:bb:…`. */
  readonly fingerprint: string;
  readonly createdAtSeconds: number;
}

export interface ServerGroupRow {
  readonly uuid: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  readonly policy: ServerGroupPolicy;
  /** Only for `anti-affinity`. */
  readonly maxServerPerHost: number | null;
  readonly members: readonly string[];
  readonly createdAtSeconds: number;
}

export interface AggregateRow {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  /** Service host names. */
  readonly hosts: readonly string[];
  /** `availability_zone` among them. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number | null;
}

/** A limit that an admin set; the defaults are Nova's. */
export interface QuotaRow {
  /** A project; `class:NAME` for a quota class; `PROJECT/USER` for a user in a project. */
  readonly owner: string;
  readonly resource: string;
  /** -1: no limit. */
  readonly limit: number;
}
