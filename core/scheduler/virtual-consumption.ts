import { numaLimitsOf, requestedTopology } from '../filters/numa-topology.ts';
import { consumeHardware } from '../hardware/consume.ts';
import { consumedDiskMib } from '../model/flavor.ts';
import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { CandidatesQuery } from '../placement/candidates-query.ts';
import type { CandidateSource } from './candidate-source.ts';

export interface VirtualConsumptionOptions {
  readonly placement: CandidateSource | undefined;
  readonly query: CandidatesQuery | undefined;
  /** The NUMATopologyFilter was asked, so its limits hold for the hosts that passed. */
  readonly numaLimited: boolean;
  readonly packHostCells: boolean;
}

/**
 * What a multi-create takes from hosts while it decides: each instance must see the ones before it.
 * Undone at the end, because deciding changes nothing. Nova: `HostState.consume_from_request`.
 */
export class VirtualConsumption {
  private readonly undo: (() => void)[] = [];
  private readonly placement: CandidateSource | undefined;
  private readonly query: CandidatesQuery | undefined;
  private readonly numaLimited: boolean;
  private readonly packHostCells: boolean;

  constructor(options: VirtualConsumptionOptions) {
    this.placement = options.placement;
    this.query = options.query;
    this.numaLimited = options.numaLimited;
    this.packHostCells = options.packHostCells;
  }

  /** Claims in Placement; false when the host has no room left there. */
  claim(hostIndex: number, instanceUuid: string): boolean {
    const { placement, query } = this;
    if (placement === undefined || query === undefined) return true;
    if (!placement.claim(hostIndex, instanceUuid, query)) return false;
    this.undo.push(() => placement.release(instanceUuid));
    return true;
  }

  /** Answers the request as the next instance must see it: its group has grown by the host. */
  consume(host: HostState, request: RequestSpec, instanceUuid: string): RequestSpec {
    const { vcpusUsed, ramFreeMib, diskFreeMib, numInstances, numIoOps, numaTopology, pciPools } = host;
    const before = { vcpusUsed, ramFreeMib, diskFreeMib, numInstances, numIoOps, numaTopology, pciPools };
    this.undo.push(() => Object.assign(host, before));
    const { flavor, serverGroup } = request;
    host.ramFreeMib -= flavor.ramMib;
    host.diskFreeMib -= consumedDiskMib(flavor);
    host.vcpusUsed += flavor.vcpus;
    host.numInstances += 1;
    const next = this.consumeHardware(host, request);
    if (serverGroup === undefined) return next;
    // Only for a server group does Nova note the instance itself.
    if (!host.instances.has(instanceUuid)) {
      host.instances.add(instanceUuid);
      this.undo.push(() => host.instances.delete(instanceUuid));
    }
    return { ...next, serverGroup: { ...serverGroup, hosts: [...serverGroup.hosts, host.host] } };
  }

  /** Nova goes on with the fitted topology, and counts no operation when it stumbles over the hardware. */
  private consumeHardware(host: HostState, request: RequestSpec): RequestSpec {
    const asked = { numaTopology: requestedTopology(request), pciRequests: request.pciRequests ?? null };
    const limits = this.numaLimited ? numaLimitsOf(host, request) : null;
    const consumed = consumeHardware(host, asked, { limits, packHostCells: this.packHostCells });
    host.numaTopology = consumed.host.numaTopology;
    host.pciPools = consumed.host.pciPools;
    if (consumed.failure === null) host.numIoOps += 1;
    return asked.numaTopology === null ? request : { ...request, numaTopology: consumed.numaTopology };
  }

  revert(): void {
    while (this.undo.length > 0) this.undo.pop()!();
  }
}
