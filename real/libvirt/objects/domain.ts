import type { Readable } from 'node:stream';
import type { Connection } from '../connection.ts';
import {
  domainAffects,
  domainJobTypes,
  domainMemoryFlags,
  domainStates,
  domainVcpuFlags,
  nameOf,
} from '../constants.ts';
import { isLibvirtError } from '../errors/libvirt-error.ts';
import { procedures } from '../generated/procedures.ts';
import type { DomainInterface, DomainRef } from '../generated/types.ts';
import { safeNumber } from '../safe-number.ts';
import { StreamDuplex } from '../streams/stream-duplex.ts';
import { StreamSource } from '../streams/stream-source.ts';
import { typedParamsFrom, typedParamsTo } from '../typed-params.ts';
import type { TypedParams, TypedParamsInput } from '../typed-params.ts';
import type { CallOptions } from '../wire/pending-call.ts';
import { DomainCheckpoint } from './domain-checkpoint.ts';
import { DomainSnapshot } from './domain-snapshot.ts';

export type DomainStateName = keyof typeof domainStates | `unknown (${number})`;

export interface DomainInfo {
  readonly state: DomainStateName;
  readonly memoryMaxKib: number;
  readonly memoryKib: number;
  readonly vcpus: number;
  readonly cpuTimeNs: bigint;
}

export interface BlockInfo {
  readonly capacityBytes: number;
  readonly allocationBytes: number;
  readonly physicalBytes: number;
}

export interface BlockJob {
  /** One of `blockJobTypes`. */
  readonly type: number;
  readonly bandwidth: bigint;
  readonly doneBytes: bigint;
  readonly wholeBytes: bigint;
}

export interface MigrateOptions {
  /** `domainMigrateFlags`; peer-to-peer is added, since the daemons do the work. */
  readonly flags?: number;
  /** `migrate_uri`, `bandwidth`, `destination_name`, `migrate_disks`, ... */
  readonly params?: TypedParamsInput;
}

const none = 0;

/**
 * A domain (a guest). It is named by its UUID: the object stays good while the guest starts, stops and is renamed, and
 * every method asks the daemon anew. Flags are the numbers of `constants.ts`.
 */
export class Domain {
  readonly connection: Connection;
  readonly ref: DomainRef;

  constructor(connection: Connection, ref: DomainRef) {
    this.connection = connection;
    this.ref = ref;
  }

  /** As it was when the object was made. */
  get name(): string {
    return this.ref.name;
  }

  get uuid(): string {
    return this.ref.uuid;
  }

  /** The number of the running guest, -1 when it was not running as the object was made. */
  get id(): number {
    return this.ref.id;
  }

  get #rpc(): Connection['rpc'] {
    return this.connection.rpc;
  }

  // Life

  /** Starts a defined domain. `domainCreateFlags` */
  async create(flags = none, options?: CallOptions): Promise<Domain> {
    return new Domain(this.connection, (await this.#rpc.domainCreateWithFlags({ dom: this.ref, flags }, options)).dom);
  }

  async suspend(options?: CallOptions): Promise<void> {
    await this.#rpc.domainSuspend({ dom: this.ref }, options);
  }

  async resume(options?: CallOptions): Promise<void> {
    await this.#rpc.domainResume({ dom: this.ref }, options);
  }

  /** Asks the guest to stop; whether it does is its own affair. `domainShutdownFlags` */
  async shutdown(flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainShutdownFlags({ dom: this.ref, flags }, options);
  }

  /** `domainRebootFlags` */
  async reboot(flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainReboot({ dom: this.ref, flags }, options);
  }

  /** The reset button. */
  async reset(options?: CallOptions): Promise<void> {
    await this.#rpc.domainReset({ dom: this.ref, flags: none }, options);
  }

  /** Pulls the plug. `domainDestroyFlags` */
  async destroy(flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainDestroyFlags({ dom: this.ref, flags }, options);
  }

  /** `domainUndefineFlags` */
  async undefine(flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainUndefineFlags({ dom: this.ref, flags }, options);
  }

  /** Writes the guest's memory to a file and stops it. `domainSaveFlags` */
  async save(to: string, dxml: string | null = null, flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainSaveFlags({ dom: this.ref, to, dxml, flags }, options);
  }

  /** The same into a file of libvirt's own; the next start goes on from there. `domainSaveFlags` */
  async managedSave(flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainManagedSave({ dom: this.ref, flags }, options);
  }

  async hasManagedSave(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.domainHasManagedSaveImage({ dom: this.ref, flags: none }, options)).result !== 0;
  }

  async removeManagedSave(options?: CallOptions): Promise<void> {
    await this.#rpc.domainManagedSaveRemove({ dom: this.ref, flags: none }, options);
  }

  /** `domainCoreDumpFlags` */
  async coreDump(to: string, flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainCoreDump({ dom: this.ref, to, flags }, options);
  }

  /** Only of a domain that does not run; the object keeps its old name, the one returned has the new. */
  async rename(newName: string, options?: CallOptions): Promise<Domain> {
    await this.#rpc.domainRename({ dom: this.ref, newName, flags: none }, options);
    return new Domain(this.connection, { ...this.ref, name: newName });
  }

  async autostart(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.domainGetAutostart({ dom: this.ref }, options)).autostart !== 0;
  }

  async setAutostart(on: boolean, options?: CallOptions): Promise<void> {
    await this.#rpc.domainSetAutostart({ dom: this.ref, autostart: on ? 1 : 0 }, options);
  }

  // What it is

  async state(options?: CallOptions): Promise<{ readonly state: DomainStateName; readonly reason: number }> {
    const { state, reason } = await this.#rpc.domainGetState({ dom: this.ref, flags: none }, options);
    return { state: nameOf(domainStates, state), reason };
  }

  async info(options?: CallOptions): Promise<DomainInfo> {
    const { state, maxMem, memory, nrVirtCpu, cpuTime } = await this.#rpc.domainGetInfo({ dom: this.ref }, options);
    return {
      state: nameOf(domainStates, state),
      memoryMaxKib: safeNumber(maxMem),
      memoryKib: safeNumber(memory),
      vcpus: nrVirtCpu,
      cpuTimeNs: cpuTime,
    };
  }

  /** `domainXmlFlags` */
  async xml(flags = none, options?: CallOptions): Promise<string> {
    return (await this.#rpc.domainGetXmlDesc({ dom: this.ref, flags }, options)).xml;
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.domainIsActive({ dom: this.ref }, options)).active !== 0;
  }

  async isPersistent(options?: CallOptions): Promise<boolean> {
    return (await this.#rpc.domainIsPersistent({ dom: this.ref }, options)).persistent !== 0;
  }

  /** Messages of libvirt about this domain, such as deprecated devices. */
  async messages(options?: CallOptions): Promise<readonly string[]> {
    return (await this.#rpc.domainGetMessages({ dom: this.ref, flags: none }, options)).msgs;
  }

  /** An element of the domain's metadata, or undefined when there is none. `domainMetadataTypes` */
  async metadata(type: number, uri: string | null = null, options?: CallOptions): Promise<string | undefined> {
    try {
      return (await this.#rpc.domainGetMetadata({ dom: this.ref, type, uri, flags: none }, options)).metadata;
    } catch (error) {
      if (isLibvirtError(error, 'NO_DOMAIN_METADATA')) return undefined;
      throw error;
    }
  }

  /** Null removes it. `domainMetadataTypes`, `domainAffects` */
  async setMetadata(
    type: number,
    metadata: string | null,
    place: { readonly key?: string; readonly uri?: string; readonly flags?: number } = {},
    options?: CallOptions,
  ): Promise<void> {
    const { key = null, uri = null, flags = none } = place;
    await this.#rpc.domainSetMetadata({ dom: this.ref, type, metadata, key, uri, flags }, options);
  }

  // Devices

  /** `domainAffects` */
  async attachDevice(xml: string, flags: number = domainAffects.current, options?: CallOptions): Promise<void> {
    await this.#rpc.domainAttachDeviceFlags({ dom: this.ref, xml, flags }, options);
  }

  /** Settles when libvirt has asked the guest; `domain.deviceRemoved` says when it is out. `domainAffects` */
  async detachDevice(xml: string, flags: number = domainAffects.current, options?: CallOptions): Promise<void> {
    await this.#rpc.domainDetachDeviceFlags({ dom: this.ref, xml, flags }, options);
  }

  async detachDeviceAlias(alias: string, flags: number = domainAffects.current, options?: CallOptions): Promise<void> {
    await this.#rpc.domainDetachDeviceAlias({ dom: this.ref, alias, flags }, options);
  }

  async updateDevice(xml: string, flags: number = domainAffects.current, options?: CallOptions): Promise<void> {
    await this.#rpc.domainUpdateDeviceFlags({ dom: this.ref, xml, flags }, options);
  }

  // vCPUs and memory

  /** `domainVcpuFlags` */
  async setVcpus(count: number, flags: number = domainVcpuFlags.current, options?: CallOptions): Promise<void> {
    await this.#rpc.domainSetVcpusFlags({ dom: this.ref, nvcpus: count, flags }, options);
  }

  async vcpuCount(flags: number = domainVcpuFlags.current, options?: CallOptions): Promise<number> {
    return (await this.#rpc.domainGetVcpusFlags({ dom: this.ref, flags }, options)).num;
  }

  /** `domainMemoryFlags` */
  async setMemory(kib: number, flags: number = domainMemoryFlags.current, options?: CallOptions): Promise<void> {
    await this.#rpc.domainSetMemoryFlags({ dom: this.ref, memory: BigInt(kib), flags }, options);
  }

  /** By tag (see `memoryStatTags`), mostly KiB. */
  async memoryStats(options?: CallOptions): Promise<ReadonlyMap<number, bigint>> {
    const { stats } = await this.#rpc.domainMemoryStats({ dom: this.ref, maxStats: 32, flags: none }, options);
    return new Map(stats.map(({ tag, val }) => [tag, val]));
  }

  /** Binds a vCPU to host CPUs, given as a bit map (bit 0 of byte 0 is CPU 0). `domainAffects` */
  async pinVcpu(vcpu: number, cpumap: Uint8Array, flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainPinVcpuFlags({ dom: this.ref, vcpu, cpumap, flags }, options);
  }

  /** The bit map of each vCPU. */
  async vcpuPins(vcpus: number, hostCpus: number, flags = none, options?: CallOptions): Promise<Uint8Array[]> {
    const maplen = Math.ceil(hostCpus / 8);
    const args = { dom: this.ref, ncpumaps: vcpus, maplen, flags };
    const { cpumaps, num } = await this.#rpc.domainGetVcpuPinInfo(args, options);
    return Array.from({ length: num }, (_, vcpu) => cpumaps.subarray(vcpu * maplen, (vcpu + 1) * maplen));
  }

  // Tuning: typed parameters, read and set

  async schedulerParameters(flags = none, options?: CallOptions): Promise<TypedParams> {
    const args = { dom: this.ref, nparams: 16, flags };
    return typedParamsFrom((await this.#rpc.domainGetSchedulerParametersFlags(args, options)).params);
  }

  async setSchedulerParameters(params: TypedParamsInput, flags = none, options?: CallOptions): Promise<void> {
    const args = { dom: this.ref, params: typedParamsTo(params), flags };
    await this.#rpc.domainSetSchedulerParametersFlags(args, options);
  }

  async memoryParameters(flags = none, options?: CallOptions): Promise<TypedParams> {
    const args = { dom: this.ref, nparams: 16, flags };
    return typedParamsFrom((await this.#rpc.domainGetMemoryParameters(args, options)).params);
  }

  async setMemoryParameters(params: TypedParamsInput, flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainSetMemoryParameters({ dom: this.ref, params: typedParamsTo(params), flags }, options);
  }

  async blkioParameters(flags = none, options?: CallOptions): Promise<TypedParams> {
    const args = { dom: this.ref, nparams: 16, flags };
    return typedParamsFrom((await this.#rpc.domainGetBlkioParameters(args, options)).params);
  }

  async setBlkioParameters(params: TypedParamsInput, flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainSetBlkioParameters({ dom: this.ref, params: typedParamsTo(params), flags }, options);
  }

  async interfaceParameters(device: string, flags = none, options?: CallOptions): Promise<TypedParams> {
    const args = { dom: this.ref, device, nparams: 16, flags };
    return typedParamsFrom((await this.#rpc.domainGetInterfaceParameters(args, options)).params);
  }

  async setInterfaceParameters(
    device: string,
    params: TypedParamsInput,
    flags = none,
    options?: CallOptions,
  ): Promise<void> {
    const args = { dom: this.ref, device, params: typedParamsTo(params), flags };
    await this.#rpc.domainSetInterfaceParameters(args, options);
  }

  async blockIoTune(disk: string, flags = none, options?: CallOptions): Promise<TypedParams> {
    const args = { dom: this.ref, disk, nparams: 32, flags };
    return typedParamsFrom((await this.#rpc.domainGetBlockIoTune(args, options)).params);
  }

  async setBlockIoTune(disk: string, params: TypedParamsInput, flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainSetBlockIoTune({ dom: this.ref, disk, params: typedParamsTo(params), flags }, options);
  }

  // Disks

  async blockInfo(disk: string, options?: CallOptions): Promise<BlockInfo> {
    const info = await this.#rpc.domainGetBlockInfo({ dom: this.ref, path: disk, flags: none }, options);
    return {
      capacityBytes: safeNumber(info.capacity),
      allocationBytes: safeNumber(info.allocation),
      physicalBytes: safeNumber(info.physical),
    };
  }

  /** `rd_operations`, `rd_bytes`, ... */
  async blockStats(disk: string, options?: CallOptions): Promise<TypedParams> {
    const args = { dom: this.ref, path: disk, nparams: 16, flags: none };
    return typedParamsFrom((await this.#rpc.domainBlockStatsFlags(args, options)).params);
  }

  async blockResize(disk: string, sizeBytes: number, options?: CallOptions): Promise<void> {
    // Without the flag libvirt would take the size for KiB.
    const args = { dom: this.ref, disk, size: BigInt(sizeBytes), flags: 1 };
    await this.#rpc.domainBlockResize(args, options);
  }

  /** Copies a disk to where the `<disk>` XML says, and mirrors writes until pivoted or aborted. `blockCopyFlags` */
  async blockCopy(
    disk: string,
    destXml: string,
    params: TypedParamsInput = {},
    flags = none,
    options?: CallOptions,
  ): Promise<void> {
    const args = { dom: this.ref, path: disk, destxml: destXml, params: typedParamsTo(params), flags };
    await this.#rpc.domainBlockCopy(args, options);
  }

  /** `blockCommitFlags` */
  async blockCommit(
    disk: string,
    range: { readonly base?: string; readonly top?: string; readonly bandwidth?: bigint; readonly flags?: number } = {},
    options?: CallOptions,
  ): Promise<void> {
    const { base = null, top = null, bandwidth = 0n, flags = none } = range;
    await this.#rpc.domainBlockCommit({ dom: this.ref, disk, base, top, bandwidth, flags }, options);
  }

  /** `blockRebaseFlags` */
  async blockRebase(
    disk: string,
    base: string | null,
    bandwidth = 0n,
    flags = none,
    options?: CallOptions,
  ): Promise<void> {
    await this.#rpc.domainBlockRebase({ dom: this.ref, path: disk, base, bandwidth, flags }, options);
  }

  async blockJob(disk: string, options?: CallOptions): Promise<BlockJob | undefined> {
    const job = await this.#rpc.domainGetBlockJobInfo({ dom: this.ref, path: disk, flags: none }, options);
    if (job.found === 0) return undefined;
    return { type: job.type, bandwidth: job.bandwidth, doneBytes: job.cur, wholeBytes: job.end };
  }

  /** `blockJobAbortFlags`; `pivot` ends a copy by going over to it. */
  async blockJobAbort(disk: string, flags = none, options?: CallOptions): Promise<void> {
    await this.#rpc.domainBlockJobAbort({ dom: this.ref, path: disk, flags }, options);
  }

  // Network, as seen from outside

  /** `interfaceAddressSources` */
  async interfaceAddresses(source = none, options?: CallOptions): Promise<readonly DomainInterface[]> {
    return (await this.#rpc.domainInterfaceAddresses({ dom: this.ref, source, flags: none }, options)).ifaces;
  }

  async interfaceStats(device: string, options?: CallOptions): Promise<Readonly<Record<string, bigint>>> {
    return { ...(await this.#rpc.domainInterfaceStats({ dom: this.ref, device }, options)) };
  }

  // Jobs and migration

  /** What libvirt is doing with the domain now, with its statistics; `none` when nothing. */
  async job(options?: CallOptions): Promise<{ readonly type: string; readonly stats: TypedParams }> {
    const { type, params } = await this.#rpc.domainGetJobStats({ dom: this.ref, flags: none }, options);
    return { type: nameOf(domainJobTypes, type), stats: typedParamsFrom(params) };
  }

  async abortJob(options?: CallOptions): Promise<void> {
    await this.#rpc.domainAbortJob({ dom: this.ref }, options);
  }

  /**
   * Moves the domain to another daemon, which this one connects to itself (peer to peer). Settles when it runs there.
   * Watch it with `job()`, end it with `abortJob()`: giving the call up does not.
   */
  async migrateTo(destinationUri: string, migrate: MigrateOptions = {}, options?: CallOptions): Promise<void> {
    const peerToPeer = 2;
    const args = {
      dom: this.ref,
      dconnuri: destinationUri,
      params: typedParamsTo(migrate.params ?? {}),
      cookieIn: new Uint8Array(),
      flags: (migrate.flags ?? none) | peerToPeer,
    };
    await this.#rpc.domainMigratePerform3Params(args, options);
  }

  async setMigrationDowntimeMax(downtimeMs: number, options?: CallOptions): Promise<void> {
    const args = { dom: this.ref, downtime: BigInt(downtimeMs), flags: none };
    await this.#rpc.domainMigrateSetMaxDowntime(args, options);
  }

  async startPostCopy(options?: CallOptions): Promise<void> {
    await this.#rpc.domainMigrateStartPostCopy({ dom: this.ref, flags: none }, options);
  }

  // Snapshots and checkpoints

  /** `snapshotCreateFlags` */
  async createSnapshot(xmlDesc: string, flags = none, options?: CallOptions): Promise<DomainSnapshot> {
    const { snap } = await this.#rpc.domainSnapshotCreateXml({ dom: this.ref, xmlDesc, flags }, options);
    return new DomainSnapshot(this.connection, snap);
  }

  async listSnapshots(flags = none, options?: CallOptions): Promise<DomainSnapshot[]> {
    const args = { dom: this.ref, needResults: 1, flags };
    const { snapshots } = await this.#rpc.domainListAllSnapshots(args, options);
    return snapshots.map((snapshot) => new DomainSnapshot(this.connection, snapshot));
  }

  async lookupSnapshot(name: string, options?: CallOptions): Promise<DomainSnapshot> {
    const { snap } = await this.#rpc.domainSnapshotLookupByName({ dom: this.ref, name, flags: none }, options);
    return new DomainSnapshot(this.connection, snap);
  }

  /** `checkpointCreateFlags` */
  async createCheckpoint(xmlDesc: string, flags = none, options?: CallOptions): Promise<DomainCheckpoint> {
    const { checkpoint } = await this.#rpc.domainCheckpointCreateXml({ dom: this.ref, xmlDesc, flags }, options);
    return new DomainCheckpoint(this.connection, checkpoint);
  }

  async listCheckpoints(flags = none, options?: CallOptions): Promise<DomainCheckpoint[]> {
    const args = { dom: this.ref, needResults: 1, flags };
    const { checkpoints } = await this.#rpc.domainListAllCheckpoints(args, options);
    return checkpoints.map((checkpoint) => new DomainCheckpoint(this.connection, checkpoint));
  }

  // Into the guest

  /** Presses keys together. `keycodeSets` */
  async sendKey(codeset: number, keycodes: readonly number[], holdMs = 0, options?: CallOptions): Promise<void> {
    const args = { dom: this.ref, codeset, holdtime: holdMs, keycodes, flags: none };
    await this.#rpc.domainSendKey(args, options);
  }

  /** A picture of the screen in the format that `mime` says. */
  async screenshot(
    screen = 0,
    options?: CallOptions,
  ): Promise<{ readonly mime: string | null; readonly data: Readable }> {
    const args = { dom: this.ref, screen, flags: none };
    const opened = await this.connection.openStream(procedures.domainScreenshot, args, options);
    return { mime: opened.result.mime, data: new StreamSource(opened.stream, opened.release) };
  }

  /** The first console, or the one of this alias. `consoleFlags` */
  async openConsole(devName: string | null = null, flags = none, options?: CallOptions): Promise<StreamDuplex> {
    const args = { dom: this.ref, devName, flags };
    const { stream, release } = await this.connection.openStream(procedures.domainOpenConsole, args, options);
    return new StreamDuplex(stream, release);
  }

  /** A virtio channel of the guest. */
  async openChannel(name: string | null = null, flags = none, options?: CallOptions): Promise<StreamDuplex> {
    const args = { dom: this.ref, name, flags };
    const { stream, release } = await this.connection.openStream(procedures.domainOpenChannel, args, options);
    return new StreamDuplex(stream, release);
  }

  /** A command to the guest agent, JSON in and out. */
  async agentCommand(cmd: string, timeoutSeconds = -2, options?: CallOptions): Promise<string | null> {
    const args = { dom: this.ref, cmd, timeout: timeoutSeconds, flags: none };
    return (await this.#rpc.domainAgentCommand(args, options)).result;
  }

  /** A command to QEMU's monitor: QMP, or with flag 1 as a person would type it. It taints the domain. */
  async monitorCommand(cmd: string, flags = none, options?: CallOptions): Promise<string> {
    return (await this.#rpc.domainMonitorCommand({ dom: this.ref, cmd, flags }, options)).result;
  }
}
