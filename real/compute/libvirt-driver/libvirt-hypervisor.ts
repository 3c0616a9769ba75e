import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { bootCanary } from '../canary/boot-canary.ts';
import { connect } from '../../libvirt/connection.ts';
import type { Connection } from '../../libvirt/connection.ts';
import { guestFiles } from '../domain-xml/guest-files.ts';
import type { PortBinding } from '../../network/port.ts';
import { checkedUuid } from '../hypervisor/checked-uuid.ts';
import type { GuestDefaults, HostSettings } from '../guest-config/host-settings.ts';
import { asksForCpuQuota, asksForNicQuota } from '../guest-config/quotas.ts';
import type { GuestEvent } from '../hypervisor/guest-event.ts';
import type { GuestInfo, GuestRequest } from '../hypervisor/guest.ts';
import type { HostDescription } from '../hypervisor/host-description.ts';
import type {
  ConsoleEndpoint,
  Hypervisor,
  PowerOffOptions,
  SnapshotResult,
  VerbOptions,
} from '../hypervisor/hypervisor.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { canaryCpuXml } from './canary-cpu.ts';
import { confirmResizeOf, rebuildGuest, resizeGuest, revertResizeOf } from './change-guest.ts';
import { attachNic, detachNic } from './change-nics.ts';
import { consoleTail } from './console-tail.ts';
import { describeHost } from './describe-host.ts';
import { canDirectIo } from './direct-io.ts';
import { guestDefaults } from './driver-options.ts';
import type { LibvirtDriverOptions } from './driver-options.ts';
import type { GuestHost, GuestJob } from './guest-host.ts';
import { GuestJournal } from './guest-journal.ts';
import { GuestLocks } from '../hypervisor/guest-locks.ts';
import { isSettled } from './guest-record.ts';
import type { GuestRecord } from './guest-record.ts';
import { GuestWatch } from './guest-watch.ts';
import { readCapabilities } from './host-capabilities.ts';
import type { HostCapabilities } from './host-capabilities.ts';
import { hypervisorFailure } from './libvirt-failure.ts';
import { mendGuest, removeStrayDomains } from './mend-guest.ts';
import type { MendAfter } from './mend-guest.ts';
import {
  pauseGuest,
  powerOffGuest,
  powerOnGuest,
  rebootGuest,
  resumeGuest,
  stateFor,
  suspendGuest,
  unpauseGuest,
} from './power-guest.ts';
import { domainOf, powerStateOf } from './power-state.ts';
import { probeLimit } from './probe-limits.ts';
import { removeGuest } from './remove-guest.ts';
import { rescueGuest, unrescueGuest } from './rescue-guest.ts';
import { snapshotGuest } from './snapshot-guest.ts';
import { spawnGuest } from './spawn-guest.ts';

/** Nova: `MAX_CONSOLE_BYTES`. */
const CONSOLE_BYTES = 102_400;

/**
 * Guests under QEMU, by libvirt. Verbs for one guest run one after the other, those for different guests at the same
 * time. `destroy` does not wait for others: it tells them to give up. Nova: `LibvirtDriver`.
 */
export class LibvirtHypervisor implements Hypervisor {
  readonly kind = 'libvirt';
  readonly #options: LibvirtDriverOptions;
  readonly #defaults: GuestDefaults;
  readonly #journal: GuestJournal;
  readonly #locks = new GuestLocks();
  readonly #listeners = new Set<(event: GuestEvent) => void>();
  #running: Running | undefined;

  constructor(options: LibvirtDriverOptions) {
    this.#options = options;
    this.#defaults = guestDefaults(options.guests);
    this.#journal = new GuestJournal(options.disks, options.instancesPath, options.logger);
  }

  async start(): Promise<void> {
    const { instancesPath, libvirtUri, callTimeoutSeconds = 30 } = this.#options;
    try {
      checkSocketPaths(instancesPath);
      await mkdir(instancesPath, { recursive: true, mode: 0o711 });
      const connection = await connect({
        ...(libvirtUri !== undefined && { uri: libvirtUri }),
        callTimeoutMs: callTimeoutSeconds * 1000,
      });
      try {
        await this.#startOn(connection);
      } catch (error) {
        this.#running = undefined;
        connection.close();
        throw error;
      }
    } catch (error) {
      throw hypervisorFailure(error, 'start');
    }
  }

  async #startOn(connection: Connection): Promise<void> {
    const { logger, instancesPath } = this.#options;
    const { virtType, hwMachineType } = this.#defaults;
    const capabilities = await readCapabilities(connection, virtType, hwMachineType);
    const watch = new GuestWatch(connection, (uuid) => this.#journal.find(uuid) !== undefined, logger);
    const canary = this.#bootCanary(connection);
    const running: Running = {
      capabilities,
      canaryBooted: canary,
      directIo: await canDirectIo(instancesPath),
      limits: new Map(),
      host: this.#hostOn(connection, watch),
    };
    this.#running = running;
    watch.listen((event) => {
      for (const listener of this.#listeners) listener(event);
    });
    await this.#journal.load();
    await watch.start();
    await this.#mendAll(running.host);
    await watch.catchUp(this.#settledGuests());
    await canary;
    connection.on('restored', () => void this.#afterReconnect(running.host));
  }

  #hostOn(connection: Connection, watch: GuestWatch): GuestHost {
    const { disks, network, logger, shutdownTimeoutSeconds = 60, slowCallTimeoutSeconds = 600 } = this.#options;
    return {
      connection,
      disks,
      network,
      journal: this.#journal,
      watch,
      logger,
      shutdownTimeoutSeconds,
      slowCall: async (signal) => {
        await connection.rpc.connectGetLibVersion({ signal });
        return { timeoutMs: slowCallTimeoutSeconds * 1000, signal };
      },
      settingsFor: (request) => this.#settingsFor(request),
    };
  }

  async #bootCanary(connection: Connection): Promise<boolean> {
    const { canary = true, logger, instancesPath } = this.#options;
    if (!canary) return false;
    const { virtType } = this.#defaults;
    const result = await bootCanary(connection, {
      virtType,
      folder: instancesPath,
      cpuXml: canaryCpuXml(this.#defaults),
    });
    if (!result.booted) logger.error({ virtType, reason: result.reason }, 'guests do not run on this host');
    return result.booted;
  }

  /** Guests first, so that nothing that runs is missing its ports and nothing that is to go still holds its disks. */
  async #mendAll(host: GuestHost): Promise<void> {
    const half = this.#journal.entries().filter(([, { phase }]) => phase === 'building' || phase === 'deleting');
    const halfIds = new Set(half.map(([uuid]) => uuid));
    const kept = this.#journal.entries().filter(([uuid]) => !halfIds.has(uuid));
    await host.network.start(kept.flatMap(([, { request, previous }]) => portsOf(request, previous)));
    await host.disks.start(new Set([...this.#journal.entries().map(([uuid]) => uuid), ...this.#journal.unreadable]));
    await removeStrayDomains(host);
    await Promise.all(this.#journal.entries().map(([uuid]) => this.#mend(host, uuid, 'restart')));
  }

  /** One guest that cannot be mended must not keep the host from starting. */
  async #mend(host: GuestHost, uuid: string, after: MendAfter): Promise<void> {
    try {
      await this.#locks.run(uuid, undefined, async () => {
        if (this.#journal.find(uuid) !== undefined) await mendGuest(host, uuid, after);
      });
    } catch (error) {
      host.logger.error({ err: error, uuid }, 'a guest could not be mended');
    }
  }

  async #afterReconnect(host: GuestHost): Promise<void> {
    try {
      await Promise.all([
        host.watch.catchUpAfterRestart(this.#settledGuests()),
        removeStrayDomains(host),
        // One that a verb is still at work on has its turn afterwards.
        ...this.#journal.entries().map(([uuid]) => this.#mend(host, uuid, 'reconnect')),
      ]);
    } catch (error) {
      host.logger.error({ err: error }, 'could not look what happened while libvirt was away');
    }
  }

  #settledGuests(): readonly string[] {
    return this.#journal.entries().flatMap(([uuid, record]) => (isSettled(record) ? [uuid] : []));
  }

  /** Verbs under way are told to give up, and take back what they had begun. */
  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#locks.interruptAll();
    await this.#locks.idle();
    this.#running = undefined;
    running.host.connection.close();
  }

  async describeHost(): Promise<HostDescription> {
    const { host, capabilities, canaryBooted } = this.#started();
    const { virtType } = this.#defaults;
    const { instancesPath } = this.#options;
    return this.#failing('describe', async () =>
      describeHost({
        connection: host.connection,
        capabilities,
        instancesPath,
        virtType,
        canaryBooted: await canaryBooted,
      }),
    );
  }

  async listGuests(): Promise<readonly GuestInfo[]> {
    const { host } = this.#started();
    const infos = this.#journal.entries().map(([uuid, record]) => this.#info(host, uuid, record));
    const listed = await this.#failing('list', () => Promise.all(infos));
    return listed.filter((info) => info !== undefined);
  }

  async guestInfo(uuid: string): Promise<GuestInfo> {
    const { host } = this.#started();
    const record = this.#journal.get(uuid);
    const info = await this.#failing('info', () => this.#info(host, uuid, record));
    if (info !== undefined) return info;
    throw new HypervisorError('guest-not-found', 'info', `guest ${uuid} is only being made or deleted`);
  }

  /** Nothing for a guest that is on its way in or out and has no domain at this moment. */
  async #info(
    { connection }: GuestHost,
    uuid: string,
    { phase, request }: GuestRecord,
  ): Promise<GuestInfo | undefined> {
    const powerState = await powerStateOf(domainOf(connection, uuid));
    if (powerState === 'nostate' && (phase === 'building' || phase === 'deleting')) return undefined;
    return { uuid, powerState, vcpus: request.flavor.vcpus, ramMib: request.flavor.ramMib };
  }

  async guestRequest(uuid: string): Promise<GuestRequest> {
    return this.#journal.get(uuid).request;
  }

  async spawn(request: GuestRequest, options?: VerbOptions): Promise<void> {
    return this.#verb(request.uuid, options, (host, job) => spawnGuest(host, request, job));
  }

  async destroy(uuid: string, options?: VerbOptions): Promise<void> {
    this.#locks.interrupt(uuid);
    return this.#verb(uuid, options, (host, job) => removeGuest(host, uuid, job));
  }

  async powerOn(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => powerOnGuest(host, uuid, job));
  }

  async powerOff(uuid: string, options?: PowerOffOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => powerOffGuest(host, uuid, job, options?.timeoutSeconds));
  }

  async reboot(uuid: string, type: 'soft' | 'hard', options?: PowerOffOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => rebootGuest(host, uuid, type, job, options?.timeoutSeconds));
  }

  async pause(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => pauseGuest(host, uuid, job));
  }

  async unpause(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => unpauseGuest(host, uuid, job));
  }

  async suspend(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => suspendGuest(host, uuid, job));
  }

  async resume(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => resumeGuest(host, uuid, job));
  }

  async rescue(uuid: string, image: GuestRequest['image'], options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => rescueGuest(host, uuid, image, job));
  }

  async unrescue(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => unrescueGuest(host, uuid, job));
  }

  async rebuild(request: GuestRequest, options?: VerbOptions): Promise<void> {
    return this.#verb(request.uuid, options, (host, job) => rebuildGuest(host, request, job));
  }

  async resize(request: GuestRequest, options?: VerbOptions): Promise<void> {
    return this.#verb(request.uuid, options, (host, job) => resizeGuest(host, request, job));
  }

  async confirmResize(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => confirmResizeOf(host, uuid, job));
  }

  async revertResize(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => revertResizeOf(host, uuid, job));
  }

  async attachInterface(uuid: string, port: PortBinding, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => attachNic(host, uuid, port, job));
  }

  async detachInterface(uuid: string, portId: string, options?: VerbOptions): Promise<void> {
    return this.#verb(uuid, options, (host, job) => detachNic(host, uuid, portId, job));
  }

  async snapshot(uuid: string, options?: VerbOptions): Promise<SnapshotResult> {
    return this.#verb(uuid, options, (host, job) => snapshotGuest(host, uuid, job));
  }

  async consoleLog(uuid: string, maxBytes: number = CONSOLE_BYTES): Promise<Buffer> {
    this.#journal.get(uuid);
    const { consoleLog } = guestFiles(this.#options.disks.folder(uuid));
    return this.#failing('console', () => consoleTail(consoleLog, maxBytes));
  }

  async screenshot(uuid: string): Promise<Buffer> {
    const { host } = this.#started();
    this.#journal.get(uuid);
    return this.#failing('screenshot', async () => {
      await stateFor(host, uuid, 'photographed', ['running', 'paused']);
      const { mime, data } = await domainOf(host.connection, uuid).screenshot();
      const picture = await buffer(data);
      if (mime === 'image/png') return picture;
      throw new HypervisorError(
        'unsupported',
        'screenshot',
        `QEMU here makes ${mime ?? 'unknown'} pictures; PNG needs 7.1`,
      );
    });
  }

  async consoleEndpoint(uuid: string, kind: ConsoleEndpoint['kind']): Promise<ConsoleEndpoint> {
    const { host } = this.#started();
    this.#journal.get(uuid);
    await this.#failing('console', () => stateFor(host, uuid, 'watched', ['running', 'paused']));
    const { vncSocket, serialSocket } = guestFiles(this.#options.disks.folder(uuid));
    return { kind, socketPath: kind === 'vnc' ? vncSocket : serialSocket };
  }

  onEvent(listener: (event: GuestEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs a verb in its guest's turn, and makes whatever goes wrong a `HypervisorError` with the step. */
  async #verb<T>(
    uuid: string,
    options: VerbOptions | undefined,
    work: (host: GuestHost, job: GuestJob) => Promise<T>,
  ): Promise<T> {
    const { host } = this.#started();
    checkedUuid(uuid);
    let step = 'request';
    try {
      return await this.#locks.run(uuid, options?.signal, (signal) =>
        work(host, {
          signal,
          step: (name) => {
            if (signal.aborted) throw new HypervisorError('cancelled', step, `cancelled before ${name}`);
            step = name;
            options?.onStep?.(name);
          },
        }),
      );
    } catch (error) {
      throw hypervisorFailure(error, step);
    }
  }

  async #failing<T>(step: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw hypervisorFailure(error, step);
    }
  }

  async #settingsFor({ flavor }: GuestRequest): Promise<HostSettings> {
    const { capabilities, directIo } = this.#started();
    const { arch, machineTypes, firmwares, secureBoot, topology } = capabilities;
    const [cpuTuning, nicBandwidth] = await Promise.all([
      asksForCpuQuota(flavor.extraSpecs) && this.#limit('cpu'),
      asksForNicQuota(flavor.extraSpecs) && this.#limit('nic'),
    ]);
    return {
      defaults: this.#defaults,
      abilities: { arch, machineTypes, firmwares, secureBoot, topology, directIo, cpuTuning, nicBandwidth },
      testLoader: this.#options.testLoader,
    };
  }

  /** Found out when it is first needed: it takes the start of a guest. */
  async #limit(limit: 'cpu' | 'nic'): Promise<boolean> {
    const { limits, host } = this.#started();
    const known = limits.get(limit) ?? probeLimit(host.connection, this.#defaults.virtType, limit);
    limits.set(limit, known);
    return known.catch((error: unknown) => {
      limits.delete(limit);
      throw error;
    });
  }

  #started(): Running {
    if (this.#running !== undefined) return this.#running;
    throw new HypervisorError('host-unavailable', 'request', 'the hypervisor was not started');
  }
}

/** What there is between `start` and `stop`. */
interface Running {
  readonly host: GuestHost;
  readonly capabilities: HostCapabilities;
  readonly canaryBooted: Promise<boolean>;
  readonly directIo: boolean;
  readonly limits: Map<'cpu' | 'nic', Promise<boolean>>;
}

function portsOf(request: GuestRequest, previous?: GuestRequest): GuestRequest['ports'] {
  const ids = new Set(request.ports.map(({ id }) => id));
  return [...request.ports, ...(previous?.ports ?? []).filter(({ id }) => !ids.has(id))];
}

/** Linux has room for 107 bytes in the address of a unix socket, and each guest's are in its folder. */
const SOCKET_PATH_BYTES = 107;

function checkSocketPaths(instancesPath: string): void {
  const { serialSocket } = guestFiles(path.join(instancesPath, '00000000-0000-0000-0000-000000000000'));
  const excess = Buffer.byteLength(serialSocket) - SOCKET_PATH_BYTES;
  if (excess <= 0) return;
  const message = `instancesPath ${instancesPath} is ${excess} bytes too long for the sockets of guests below it`;
  throw new HypervisorError('bad-request', 'start', message);
}
