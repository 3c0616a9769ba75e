import type { ServerGroup, ServerGroupPolicy } from '../../core/index.ts';
import { instanceUuid } from './instance-uuids.ts';

interface Members {
  readonly uuids: Set<string>;
  /** Members a host. */
  readonly perHost: Map<number, number>;
  /** Kept until a member comes or goes. */
  seen: ServerGroup | undefined;
}

export interface GroupSpec {
  readonly policy: string;
  readonly maxServerPerHost?: number | undefined;
}

/** Who is where in each server group of the workload. */
export class GroupMembers {
  private readonly specs: readonly GroupSpec[];
  private readonly hostNames: readonly string[];
  private readonly groups: readonly Members[];

  constructor(specs: readonly GroupSpec[], hostNames: readonly string[]) {
    this.specs = specs;
    this.hostNames = hostNames;
    this.groups = specs.map(() => ({ uuids: new Set(), perHost: new Map(), seen: undefined }));
  }

  /** A group of -1 is none. */
  join(group: number, instance: number, host: number): void {
    if (group < 0) return;
    const members = this.groups[group]!;
    members.uuids.add(instanceUuid(instance));
    members.perHost.set(host, (members.perHost.get(host) ?? 0) + 1);
    members.seen = undefined;
  }

  /** Leaves one host; a member that is on no other host any more is no member. */
  leave(group: number, instance: number, host: number, staysMember: boolean): void {
    if (group < 0) return;
    const members = this.groups[group]!;
    const left = (members.perHost.get(host) ?? 0) - 1;
    if (left > 0) members.perHost.set(host, left);
    else members.perHost.delete(host);
    if (!staysMember) members.uuids.delete(instanceUuid(instance));
    members.seen = undefined;
  }

  /** The group as a request sees it now. */
  view(group: number): ServerGroup | undefined {
    if (group < 0) return undefined;
    const members = this.groups[group]!;
    const spec = this.specs[group]!;
    return (members.seen ??= {
      uuid: `00000000-0000-4000-a000-${group.toString(16).padStart(12, '0')}`,
      policy: spec.policy as ServerGroupPolicy,
      maxServerPerHost: spec.maxServerPerHost,
      members: [...members.uuids],
      hosts: [...members.perHost.keys()].map((host) => this.hostNames[host]!),
      hostsAreComplete: true,
    });
  }

  /** Whether one more member may be on the host: the check that nova-compute repeats before a build. */
  admits(group: number, host: number): boolean {
    if (group < 0) return true;
    const members = this.groups[group]!;
    const spec = this.specs[group]!;
    if (spec.policy === 'anti-affinity') return (members.perHost.get(host) ?? 0) < (spec.maxServerPerHost ?? 1);
    if (spec.policy === 'affinity') return members.perHost.size === 0 || members.perHost.has(host);
    return true;
  }
}
