import type { Logger } from 'pino';
import type { Bus } from '../../bus/index.ts';
import { hostTopologyJson } from '../../../core/index.ts';
import { agentsTopic, hostReported, serviceAlive } from '../../conductor/agent-methods.ts';
import { currentContext } from '../../trace/index.ts';
import type { PortBinding } from '../../network/port.ts';
import type { PlacementClient } from '../../placement/audit/placement-client.ts';
import { ComputeAgent } from '../agent/compute-agent.ts';
import type { AgentOptions } from '../agent/compute-agent.ts';
import type { ImageSink } from '../agent/image-sink.ts';
import { Periodic } from '../agent/periodic.ts';
import type { Hypervisor } from '../hypervisor/hypervisor.ts';
import { ResourceTracker } from '../tracker/resource-tracker.ts';
import { defaultTrackerOptions } from '../tracker/tracker-options.ts';
import type { TrackerOptions } from '../tracker/tracker-options.ts';
import { ComputeServer } from './compute-server.ts';
import { RemoteConductor } from './remote-conductor.ts';

export interface ComputeHostOptions {
  readonly bus: Bus;
  readonly hypervisor: Hypervisor;
  /** Service host name. */
  readonly host: string;
  /** Of the host for ever, and of its resource provider. Nova: the `compute_id` file. */
  readonly nodeUuid: string;
  readonly hostIp?: string | undefined;
  /** Where snapshots go. */
  readonly images: ImageSink;
  /** Without one somebody else has to tell Placement what the host has. */
  readonly placement?: PlacementClient | undefined;
  readonly tracker?: Partial<TrackerOptions> | undefined;
  readonly agent?: Partial<AgentOptions> | undefined;
  readonly imageCache?: { removeUnusedImages(): Promise<unknown> } | undefined;
  /** Brings a plugged port to what it is now: `NetworkDriver.update`. */
  readonly updatePort?: ((binding: PortBinding) => Promise<void>) | undefined;
  /** Nova: `report_interval`; default 10. */
  readonly reportSeconds?: number | undefined;
  readonly logger: Logger;
}

/** One host of a cloud: its agent, joined to the rest by the bus alone. Nova: `nova-compute`. */
export class ComputeHost {
  readonly agent: ComputeAgent;
  readonly #options: ComputeHostOptions;
  readonly #conductor: RemoteConductor;
  readonly #periodics: readonly Periodic[];
  #stop: () => Promise<void> = async () => {};

  private constructor(options: ComputeHostOptions) {
    this.#options = options;
    const { bus, host, hypervisor, images, imageCache, logger, placement, nodeUuid } = options;
    const tracker =
      placement &&
      new ResourceTracker({ hypervisor, placement, providerUuid: nodeUuid, options: options.tracker, logger });
    this.#conductor = new RemoteConductor({ bus, host, logger });
    this.agent = new ComputeAgent({
      hypervisor,
      conductor: this.#conductor,
      images,
      imageCache,
      tracker,
      options: options.agent,
      logger,
    });
    this.#periodics = [
      new Periodic('heartbeat', options.reportSeconds ?? 10, logger, () => this.#alive()),
      new Periodic('report of the host', options.agent?.updateResourcesSeconds ?? 60, logger, () => this.#report()),
    ];
  }

  /** Starts the agent, which takes up what was left here, and then answers. @throws HypervisorError, BusError */
  static async open(options: ComputeHostOptions): Promise<ComputeHost> {
    const host = new ComputeHost(options);
    await host.agent.start();
    const { bus, hypervisor, updatePort, logger } = options;
    const { agent } = host;
    const conductor = host.#conductor;
    const server = new ComputeServer({ bus, host: options.host, agent, conductor, hypervisor, updatePort, logger });
    host.#stop = await server.serve();
    await host.#report();
    for (const periodic of host.#periodics) periodic.start();
    return host;
  }

  /** Gives up what is under way; guests go on. */
  async close(): Promise<void> {
    await Promise.all(this.#periodics.map((periodic) => periodic.stop()));
    const stopped = this.#stop();
    await this.agent.stop();
    await stopped;
  }

  async #alive(): Promise<void> {
    const { bus, host } = this.#options;
    await bus.cast(agentsTopic, serviceAlive, { binary: 'nova-compute', host }, currentContext());
  }

  async #report(): Promise<void> {
    const { bus, host, hypervisor, nodeUuid, hostIp = '127.0.0.1' } = this.#options;
    const { numaTopology, ...description } = await hypervisor.describeHost();
    const options = { ...defaultTrackerOptions, ...this.#options.tracker };
    const report = {
      host,
      nodeUuid,
      hostIp,
      description: { ...description, numaTopology: numaTopology && hostTopologyJson(numaTopology) },
      cpuAllocationRatio: options.cpuAllocationRatio ?? options.initialCpuAllocationRatio,
      ramAllocationRatio: options.ramAllocationRatio ?? options.initialRamAllocationRatio,
      diskAllocationRatio: options.diskAllocationRatio ?? options.initialDiskAllocationRatio,
      reservedVcpus: options.reservedHostCpus,
      reservedRamMib: options.reservedHostMemoryMib,
      reservedDiskGib: Math.ceil(options.reservedHostDiskMib / 1024),
    };
    await bus.call(agentsTopic, hostReported, report, currentContext());
  }
}
