import { consumedDiskMib, type Flavor } from '../model/flavor.ts';
import type { HostState } from '../model/host-state.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import type { HostPlacement } from '../placement/host-placement.ts';

/**
 * What a multi-create takes from hosts while it decides, undone at the end: as `VirtualConsumption` for
 * requests without hardware of their own, with nothing allocated for an instance.
 */
export class TrialConsumption {
  private readonly placement: HostPlacement | undefined;
  private readonly claims: number[] = [];
  private readonly hosts: HostState[] = [];
  /** Five numbers of each host as they were. */
  private readonly before: number[] = [];
  private readonly noted: { readonly host: HostState; readonly uuid: string }[] = [];

  constructor(placement: HostPlacement | undefined) {
    this.placement = placement;
  }

  /** False, and nothing changed, when the host has no room in Placement. */
  take(host: HostState, flavor: Flavor, query: CandidatesQuery | undefined): boolean {
    if (this.placement !== undefined && query !== undefined) {
      const claim = this.placement.take(host.index, query);
      if (claim < 0) return false;
      this.claims.push(claim);
    }
    const { ramFreeMib, diskFreeMib, vcpusUsed, numInstances, numIoOps } = host;
    this.hosts.push(host);
    this.before.push(ramFreeMib, diskFreeMib, vcpusUsed, numInstances, numIoOps);
    host.ramFreeMib = ramFreeMib - flavor.ramMib;
    host.diskFreeMib = diskFreeMib - consumedDiskMib(flavor);
    host.vcpusUsed = vcpusUsed + flavor.vcpus;
    host.numInstances = numInstances + 1;
    host.numIoOps = numIoOps + 1;
    return true;
  }

  /** The host holds an instance of a server group. */
  note(host: HostState, uuid: string): void {
    if (host.instances.has(uuid)) return;
    host.instances.add(uuid);
    this.noted.push({ host, uuid });
  }

  revert(): void {
    while (this.noted.length > 0) {
      const { host, uuid } = this.noted.pop()!;
      host.instances.delete(uuid);
    }
    while (this.hosts.length > 0) {
      const host = this.hosts.pop()!;
      host.numIoOps = this.before.pop()!;
      host.numInstances = this.before.pop()!;
      host.vcpusUsed = this.before.pop()!;
      host.diskFreeMib = this.before.pop()!;
      host.ramFreeMib = this.before.pop()!;
    }
    while (this.claims.length > 0) this.placement!.giveBack(this.claims.pop()!);
  }
}
