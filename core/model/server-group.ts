export type ServerGroupPolicy = 'affinity' | 'anti-affinity' | 'soft-affinity' | 'soft-anti-affinity';

/** A server group as one request sees it. Nova: `InstanceGroup`. */
export interface ServerGroup {
  readonly uuid: string;
  readonly policy: ServerGroupPolicy;
  /** Only for `anti-affinity`: how many members one host may hold; default 1. */
  readonly maxServerPerHost?: number | undefined;
  /** Instance uuids. */
  readonly members: readonly string[];
  /** Service host names that hold at least one member. */
  readonly hosts: readonly string[];
  /**
   * The caller vouches that `hosts` names every host whose `instances` holds a member: a large cloud
   * need not be searched for them. Default false.
   */
  readonly hostsAreComplete?: boolean | undefined;
}
