import type { Logger } from 'pino';
import { answering, BusError } from '../bus/index.ts';
import type { Bus, BusHandler } from '../bus/index.ts';
import { Periodic } from '../compute/agent/periodic.ts';
import type { InstanceChange } from '../compute/agent/conductor-port.ts';
import type { InstanceState } from '../compute/agent/instance-state.ts';
import { computeTopic, updateBinding } from '../compute/rpc/compute-methods.ts';
import { ApiError } from '../http/api-error.ts';
import type { InstanceNetworks } from '../network/api/instance-networks.ts';
import type { ComputeTables } from '../objects/tables.ts';
import type { PlacementService } from '../placement/index.ts';
import { Claims } from '../scheduler/claims.ts';
import { currentContext } from '../trace/index.ts';
import {
  agentsTopic,
  conductorTopic,
  hostReported,
  instanceChanged,
  instancesOnHost,
  operationBegun,
  operationEnded,
  serviceAlive,
} from './agent-methods.ts';
import { ServerBuilder } from './build-servers.ts';
import { attachInterface, buildServers, operateServer } from './conductor-methods.ts';
import type { ConductorImages, ConductorParts } from './conductor-parts.ts';
import { ServerDeleter } from './delete-server.ts';
import { HostCalls } from './host-calls.ts';
import { HostChanges } from './host-changes.ts';
import { ServerOperator } from './operate-servers.ts';
import { OperationTimes } from './operation-times.ts';
import { healClaims } from './heal-claims.ts';
import { purgeDeleted } from './purge-deleted.ts';
import { ServerRecovery } from './recover-servers.ts';
import { ServerFault } from './server-fault.ts';
import { ServerLog } from './server-log.ts';
import { ServerQueue } from './server-queue.ts';
import { ServerRows } from './server-rows.ts';
import { ServiceRegistry } from './service-registry.ts';

export interface ConductorServiceOptions {
  readonly tables: ComputeTables;
  readonly bus: Bus;
  readonly images: ConductorImages;
  readonly networks: InstanceNetworks;
  /** In the same process: its account is read and written directly. */
  readonly placement: PlacementService;
  /** Name of the controller, of its services too. */
  readonly host: string;
  readonly logger: Logger;
  /** Seconds; default the clock of the host. */
  readonly now?: (() => number) | undefined;
  /** Nova: `report_interval`; default 10. */
  readonly reportSeconds?: number | undefined;
  /** How long deleted servers can be looked at; default a day, and no more than the latest 1,000. */
  readonly deletedServersSeconds?: number | undefined;
}

const secondsPerDay = 86_400;
const deletedServersMax = 1000;
const purgeSeconds = 60;

/**
 * The only way from hosts to the database, and what drives servers through their lives: from rows to ACTIVE, through all
 * that is asked of them, to nothing. Nova: `nova-conductor`, with what `nova-compute` does besides its host.
 */
export class ConductorService {
  readonly #options: ConductorServiceOptions;
  readonly #parts: ConductorParts;
  readonly #builder: ServerBuilder;
  readonly #operator: ServerOperator;
  readonly #deleter: ServerDeleter;
  readonly #recovery: ServerRecovery;
  readonly #report: Periodic;
  readonly #purge: Periodic;
  /** How long the operations of hosts took. */
  readonly times = new OperationTimes();
  #stop: () => Promise<void> = async () => {};
  #unlisten: () => void = () => {};

  private constructor(options: ConductorServiceOptions) {
    this.#options = options;
    this.#parts = partsOf(options);
    this.#builder = new ServerBuilder(this.#parts);
    this.#operator = new ServerOperator(this.#parts);
    this.#deleter = new ServerDeleter(this.#parts);
    this.#recovery = new ServerRecovery(this.#parts, this.#builder, this.#deleter);
    this.#report = new Periodic('report of services', options.reportSeconds ?? 10, options.logger, () =>
      this.#reportServices(),
    );
    this.#purge = new Periodic('purge of deleted servers', purgeSeconds, options.logger, () => this.#purgeDeleted());
  }

  /**
   * Answers its topic, and takes up what an earlier conductor left: in the background, since hosts have to be waited for.
   * The scheduler is to be there before, agents may come later.
   */
  static async open(options: ConductorServiceOptions): Promise<ConductorService> {
    const service = new ConductorService(options);
    await service.#reportServices();
    await healClaims(service.#parts);
    service.#recovery.start();
    const stops = await Promise.all([
      options.bus.serve(conductorTopic, service.#handlers()),
      options.bus.serve(agentsTopic, service.#agentHandlers()),
    ]);
    service.#stop = async () => void (await Promise.all(stops.map((stop) => stop())));
    service.#unlisten = options.networks.onBindingChanged((uuid, host, binding) => {
      options.bus
        .cast(computeTopic(host), updateBinding, { uuid, binding }, currentContext())
        .catch((error: unknown) => {
          options.logger.error({ err: error, instance: uuid }, 'a host was not told of new rules');
        });
    });
    service.#report.start();
    service.#purge.start();
    return service;
  }

  /** Settles when nothing is asked of any server any more, for tests and for those who want a quiet cloud. */
  idle(): Promise<void> {
    return this.#parts.queue.idle();
  }

  /** What waits for hosts is taken up by the next conductor. Close it before the agents. */
  async close(): Promise<void> {
    this.#parts.hosts.close();
    this.#unlisten();
    await Promise.all([this.#report.stop(), this.#purge.stop()]);
    // Handlers that wait for hosts do not end: they are left.
    void this.#stop();
    await this.#parts.changes.flush();
    await this.#parts.services.flush();
  }

  #handlers(): readonly BusHandler<never>[] {
    return [
      answering(buildServers, async ({ uuids, ...secrets }, context) => {
        await this.#builder.build(uuids, secrets, context);
        return null;
      }),
      answering(operateServer, async ({ uuid, operation }, context) => {
        if (operation.kind === 'delete') await this.#deleter.delete(uuid, context);
        else await this.#operator.operate(uuid, operation, context);
        return null;
      }),
      answering(attachInterface, async ({ uuid, nic }, context) => {
        try {
          return await this.#operator.attach(uuid, nic, context);
        } catch (error) {
          throw refusalOf(error);
        }
      }),
    ];
  }

  #agentHandlers(): readonly BusHandler<never>[] {
    const { hosts, changes, services } = this.#parts;
    return [
      answering(instancesOnHost, async ({ host }) => {
        hosts.agentStarted(host);
        return this.#instancesOn(host);
      }),
      answering(instanceChanged, async ({ host, change }) => {
        await changes.take(change as InstanceChange, host);
        return null;
      }),
      answering(operationBegun, async ({ operationId }) => hosts.begin(operationId)),
      answering(operationEnded, async ({ host, operationId, error, changes: told, timings }) => {
        for (const change of told) await changes.take(change as InstanceChange, host);
        if (timings) this.times.add(host, timings);
        hosts.end(operationId, error);
        return null;
      }),
      answering(hostReported, async (report) => {
        await services.hostReported(report);
        return null;
      }),
      answering(serviceAlive, async ({ binary, host }) => {
        await services.heardOf(binary, host);
        return null;
      }),
    ];
  }

  /** Those that belong there, and those that were deleted while the host was away. */
  #instancesOn(host: string): InstanceState[] {
    const { cleanups, instances } = this.#options.tables;
    const present = instances.find('byHost', host).filter(({ deletedAtSeconds }) => deletedAtSeconds === null);
    const gone = cleanups.find('byHost', host).map(({ instanceUuid: uuid }) => {
      return { uuid, vmState: 'deleted', taskState: null, powerState: 'nostate' } as const;
    });
    const states = present.map(({ uuid, vmState, taskState, powerState }) => {
      return { uuid, vmState, taskState, powerState } as InstanceState;
    });
    return [...states, ...gone];
  }

  #purgeDeleted(): Promise<void> {
    const { tables, deletedServersSeconds: ageSeconds = secondsPerDay } = this.#options;
    return purgeDeleted(tables, { ageSeconds, keptMax: deletedServersMax, nowSeconds: this.#parts.now() });
  }

  /** The controller's own services live as long as this does. */
  async #reportServices(): Promise<void> {
    const { services } = this.#parts;
    const { host } = this.#options;
    await services.heardOf('nova-conductor', host);
    await services.heardOf('nova-scheduler', host);
    await services.flush();
  }
}

/** Refusals travel with their status as the code; anything else is a defect. */
function refusalOf(error: unknown): unknown {
  const { message, cause } = error as Error;
  if (error instanceof ServerFault) return new BusError(String(error.code), message, { cause });
  return error instanceof ApiError ? new BusError(String(error.status), message, { cause: error }) : error;
}

function partsOf(options: ConductorServiceOptions): ConductorParts {
  const { tables, bus, images, networks, placement, logger, now = () => Date.now() / 1000 } = options;
  const rows = new ServerRows(tables, now);
  const log = new ServerLog(tables, now);
  return {
    tables,
    bus,
    images,
    networks,
    claims: Claims.of(placement),
    hosts: new HostCalls(bus),
    changes: new HostChanges({ tables, rows, log, logger }),
    rows,
    log,
    queue: new ServerQueue(),
    services: new ServiceRegistry(tables, now),
    cancelled: new Set(),
    now,
    logger,
  };
}
