/** A host aggregate: hosts with metadata in common. An availability zone is one with `availability_zone`. */
export interface Aggregate {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  /** Service host names, not hypervisor host names. */
  readonly hosts: ReadonlySet<string>;
  readonly metadata: Readonly<Record<string, string>>;
}
