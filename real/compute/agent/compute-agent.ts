import { rm } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { PortBinding } from '../../network/port.ts';
import { GuestLocks } from '../hypervisor/guest-locks.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { GuestEvent } from '../hypervisor/guest-event.ts';
import type { GuestRequest, PowerState } from '../hypervisor/guest.ts';
import type { Hypervisor, SnapshotResult, VerbOptions } from '../hypervisor/hypervisor.ts';
import type { ResourceTracker } from '../tracker/resource-tracker.ts';
import type { ConductorPort, InstanceChange } from './conductor-port.ts';
import { faultOf } from './fault-of.ts';
import type { ImageSink } from './image-sink.ts';
import type { InstanceState, TaskState, VmState } from './instance-state.ts';
import { judgePowerState } from './judge-power-state.ts';
import { Periodic } from './periodic.ts';
import { recoverInstance } from './recover-instance.ts';
import { Slots } from './slots.ts';
import { StepClock } from './step-clock.ts';

/** The names are those of Nova's `nova.conf`. */
export interface AgentOptions {
  /** 0: no limit. */
  readonly maxConcurrentBuilds: number;
  readonly maxConcurrentSnapshots: number;
  /** 0: never. Events keep states true in between. */
  readonly syncPowerStateSeconds: number;
  readonly updateResourcesSeconds: number;
  readonly imageCacheManagerSeconds: number;
  /** How long a guest may take to shut down when it is asked to. */
  readonly shutdownTimeoutSeconds: number;
  /** What becomes of guests whose instance was deleted while the agent was away. */
  readonly runningDeletedInstanceAction: 'reap' | 'log';
}

export const defaultAgentOptions: AgentOptions = {
  maxConcurrentBuilds: 10,
  maxConcurrentSnapshots: 5,
  syncPowerStateSeconds: 600,
  updateResourcesSeconds: 60,
  imageCacheManagerSeconds: 2400,
  shutdownTimeoutSeconds: 60,
  runningDeletedInstanceAction: 'reap',
};

export interface ComputeAgentParts {
  readonly hypervisor: Hypervisor;
  readonly conductor: ConductorPort;
  readonly images: ImageSink;
  /** Without one nothing is told to Placement. */
  readonly tracker?: ResourceTracker | undefined;
  /** Images that no guest uses any more are aged out. */
  readonly imageCache?: { removeUnusedImages(): Promise<unknown> } | undefined;
  readonly options?: Partial<AgentOptions> | undefined;
  readonly logger: Logger;
}

/** How an operation is done, and what it means for the instance. */
interface Operation<T> {
  readonly name: string;
  /** null: nothing that is shown. */
  readonly task: TaskState | null;
  /** The state afterwards; without one it stays. */
  readonly vmState?: VmState | undefined;
  /** The state when it fails; without one it stays. */
  readonly vmStateOnFailure?: VmState | undefined;
  readonly slots?: Slots | undefined;
  /** Told the task that a step of the hypervisor stands for, where it has one of its own. */
  readonly taskOfStep?: ((step: string) => TaskState | undefined) | undefined;
  readonly run: (options: VerbOptions & { readonly signal: AbortSignal }) => Promise<T>;
}

/**
 * The agent of one host: does to guests what the conductor asks for, one thing at a time for each guest, and keeps the
 * conductor's view equal to what is true on the host. It never touches a database. Nova: `ComputeManager`.
 *
 * Every verb settles when it is done and told; it rejects with the `HypervisorError` that was told as a fault too.
 */
export class ComputeAgent {
  readonly #hypervisor: Hypervisor;
  readonly #conductor: ConductorPort;
  readonly #images: ImageSink;
  readonly #tracker: ResourceTracker | undefined;
  readonly #options: AgentOptions;
  readonly #logger: Logger;
  readonly #instances = new Map<string, InstanceState>();
  readonly #locks = new GuestLocks();
  readonly #deletions = new Map<string, Promise<void>>();
  readonly #syncsWaiting = new Set<string>();
  readonly #builds: Slots;
  readonly #snapshots: Slots;
  readonly #periodics: readonly Periodic[];
  #unsubscribe: () => void = () => {};

  constructor(parts: ComputeAgentParts) {
    this.#hypervisor = parts.hypervisor;
    this.#conductor = parts.conductor;
    this.#images = parts.images;
    this.#tracker = parts.tracker;
    this.#options = { ...defaultAgentOptions, ...parts.options };
    this.#logger = parts.logger;
    this.#builds = new Slots(this.#options.maxConcurrentBuilds);
    this.#snapshots = new Slots(this.#options.maxConcurrentSnapshots);
    this.#periodics = [
      new Periodic('sync of power states', this.#options.syncPowerStateSeconds, parts.logger, () =>
        this.syncPowerStates(),
      ),
      new Periodic('update of resources', this.#options.updateResourcesSeconds, parts.logger, () =>
        this.updateResources(),
      ),
      new Periodic('image cache manager', this.#options.imageCacheManagerSeconds, parts.logger, async () => {
        await parts.imageCache?.removeUnusedImages();
      }),
    ];
  }

  /** Starts the hypervisor, brings the conductor's view up to date, and takes up what an earlier agent began. */
  async start(): Promise<void> {
    await this.#hypervisor.start();
    this.#unsubscribe = this.#hypervisor.onEvent((event) => this.#onEvent(event));
    const { hostname } = await this.#hypervisor.describeHost();
    await this.#recover(await this.#conductor.instancesOn(hostname));
    for (const periodic of this.#periodics) periodic.start();
    // Placement may be away for now: the next round tells it.
    await this.updateResources().catch((error: unknown) =>
      this.#logger.error({ err: error }, 'update of resources failed'),
    );
  }

  /** Gives up what is under way, and lets go of the guests, which go on. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    await Promise.all(this.#periodics.map((periodic) => periodic.stop()));
    this.#locks.interruptAll(new HypervisorError('cancelled', 'stop', 'the agent of the host is being stopped'));
    await this.#locks.idle();
    await this.#hypervisor.stop();
  }

  /** The instances of this host as they are now. */
  instances(): readonly InstanceState[] {
    return [...this.#instances.values()];
  }

  /** Nova: `build_and_run_instance`. */
  build(request: GuestRequest): Promise<void> {
    return this.#spawn(request, 'building', {
      name: 'build',
      task: 'networking',
      vmState: 'active',
      vmStateOnFailure: 'error',
      slots: this.#builds,
      taskOfStep: buildTaskOf,
      run: (options) => this.#hypervisor.spawn(request, options),
    });
  }

  /** Ends whatever is done to the guest and takes it away, whole or in part. Nova: `terminate_instance`. */
  delete(uuid: string): Promise<void> {
    const underWay = this.#deletions.get(uuid);
    if (underWay !== undefined) return underWay;
    this.#locks.interrupt(uuid, new HypervisorError('cancelled', 'delete', `instance ${uuid} is being deleted`));
    if (!this.#instances.has(uuid)) this.#instances.set(uuid, blank(uuid, 'active'));
    const deletion = this.#perform(uuid, {
      name: 'delete',
      task: 'deleting',
      vmState: 'deleted',
      vmStateOnFailure: 'error',
      run: (options) => this.#hypervisor.destroy(uuid, options),
    }).then(() => void this.#instances.delete(uuid));
    this.#deletions.set(uuid, deletion);
    const forget = (): void => void this.#deletions.delete(uuid);
    deletion.then(forget, forget);
    return deletion;
  }

  powerOn(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'powerOn',
      task: 'powering-on',
      vmState: 'active',
      run: (options) => this.#hypervisor.powerOn(uuid, options),
    });
  }

  powerOff(uuid: string, timeoutSeconds = this.#options.shutdownTimeoutSeconds): Promise<void> {
    return this.#perform(uuid, {
      name: 'powerOff',
      task: 'powering-off',
      vmState: 'stopped',
      run: (options) => this.#hypervisor.powerOff(uuid, { ...options, timeoutSeconds }),
    });
  }

  reboot(uuid: string, type: 'soft' | 'hard'): Promise<void> {
    const timeoutSeconds = this.#options.shutdownTimeoutSeconds;
    return this.#perform(uuid, {
      name: 'reboot',
      task: type === 'soft' ? 'rebooting' : 'rebooting_hard',
      vmState: 'active',
      run: (options) => this.#hypervisor.reboot(uuid, type, { ...options, timeoutSeconds }),
    });
  }

  pause(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'pause',
      task: 'pausing',
      vmState: 'paused',
      run: (options) => this.#hypervisor.pause(uuid, options),
    });
  }

  unpause(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'unpause',
      task: 'unpausing',
      vmState: 'active',
      run: (options) => this.#hypervisor.unpause(uuid, options),
    });
  }

  suspend(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'suspend',
      task: 'suspending',
      vmState: 'suspended',
      run: (options) => this.#hypervisor.suspend(uuid, options),
    });
  }

  resume(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'resume',
      task: 'resuming',
      vmState: 'active',
      run: (options) => this.#hypervisor.resume(uuid, options),
    });
  }

  /** null takes the guest's own image. */
  rescue(uuid: string, image: GuestRequest['image']): Promise<void> {
    return this.#perform(uuid, {
      name: 'rescue',
      task: 'rescuing',
      vmState: 'rescued',
      vmStateOnFailure: 'error',
      run: (options) => this.#hypervisor.rescue(uuid, image, options),
    });
  }

  unrescue(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'unrescue',
      task: 'unrescuing',
      vmState: 'active',
      vmStateOnFailure: 'error',
      run: (options) => this.#hypervisor.unrescue(uuid, options),
    });
  }

  rebuild(request: GuestRequest): Promise<void> {
    return this.#perform(request.uuid, {
      name: 'rebuild',
      task: 'rebuilding',
      vmState: 'active',
      vmStateOnFailure: 'error',
      run: (options) => this.#hypervisor.rebuild(request, options),
    });
  }

  /** Another flavor on the same host, to be confirmed or reverted. */
  resize(request: GuestRequest): Promise<void> {
    return this.#perform(request.uuid, {
      name: 'resize',
      task: 'resize_migrating',
      vmState: 'resized',
      vmStateOnFailure: 'error',
      run: (options) => this.#hypervisor.resize(request, options),
    });
  }

  confirmResize(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'confirmResize',
      task: 'resize_confirming',
      vmState: 'active',
      vmStateOnFailure: 'error',
      run: (options) => this.#hypervisor.confirmResize(uuid, options),
    });
  }

  revertResize(uuid: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'revertResize',
      task: 'resize_reverting',
      vmState: 'active',
      vmStateOnFailure: 'error',
      run: (options) => this.#hypervisor.revertResize(uuid, options),
    });
  }

  attachInterface(uuid: string, port: PortBinding): Promise<void> {
    return this.#perform(uuid, {
      name: 'attachInterface',
      task: null,
      run: (options) => this.#hypervisor.attachInterface(uuid, port, options),
    });
  }

  detachInterface(uuid: string, portId: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'detachInterface',
      task: null,
      run: (options) => this.#hypervisor.detachInterface(uuid, portId, options),
    });
  }

  /** Uploads an image of the root disk under an id that the image service gave out. Nova: `snapshot_instance`. */
  snapshot(uuid: string, imageId: string): Promise<void> {
    return this.#perform(uuid, {
      name: 'snapshot',
      task: 'image_snapshot',
      slots: this.#snapshots,
      taskOfStep: (step) => (step === uploadStep ? 'image_uploading' : undefined),
      run: (options) => this.#snapshotTo(uuid, imageId, options),
    });
  }

  /** Stops the guest, keeps an image of it, and gives the host free. Nova: `shelve_instance` with `shelved_offload_time` 0. */
  async shelve(uuid: string, imageId: string): Promise<void> {
    const timeoutSeconds = this.#options.shutdownTimeoutSeconds;
    await this.#perform(uuid, {
      name: 'shelve',
      task: 'shelving',
      vmState: 'shelved_offloaded',
      slots: this.#snapshots,
      taskOfStep: shelveTaskOf,
      run: async (options) => {
        await this.#hypervisor.powerOff(uuid, { ...options, timeoutSeconds });
        await this.#snapshotTo(uuid, imageId, options);
        options.onStep?.(offloadStep);
        await this.#hypervisor.destroy(uuid, options);
      },
    });
    this.#instances.delete(uuid);
  }

  /** Builds a shelved server from the image that it became. Nova: `unshelve_instance`. */
  unshelve(request: GuestRequest): Promise<void> {
    return this.#spawn(request, 'shelved_offloaded', {
      name: 'unshelve',
      task: 'spawning',
      vmState: 'active',
      slots: this.#builds,
      run: (options) => this.#hypervisor.spawn(request, options),
    });
  }

  /** The instance when all that was asked for it has ended; null for one that is not here. */
  async settled(uuid: string): Promise<InstanceState | null> {
    await this.#locks.run(uuid, undefined, async () => {}).catch(() => {});
    const instance = this.#instances.get(uuid);
    if (instance === undefined) return null;
    return { ...instance, powerState: await this.#powerStateOf(uuid) };
  }

  /** Brings every instance's state to what its guest is. Instances with something under way are left to that. */
  async syncPowerStates(): Promise<void> {
    const guests = new Map((await this.#hypervisor.listGuests()).map((guest) => [guest.uuid, guest.powerState]));
    const idle = [...this.#instances.values()].filter(({ uuid }) => !this.#locks.isBusy(uuid));
    const differing = idle.filter(
      ({ uuid, vmState, powerState }) =>
        (guests.get(uuid) ?? 'nostate') !== powerState || judgePowerState(vmState, powerState) !== 'note',
    );
    await Promise.all(differing.map(({ uuid }) => this.#syncPowerState(uuid)));
  }

  /** Tells Placement what the host has. @throws PlacementClientError */
  async updateResources(): Promise<void> {
    await this.#tracker?.update();
  }

  /** For a server that is not here yet. What could not be built leaves nothing here. */
  async #spawn(request: GuestRequest, vmState: VmState, operation: Operation<void>): Promise<void> {
    const { uuid } = request;
    const present = this.#instances.get(uuid);
    if (present !== undefined && present.vmState !== 'error') {
      throw new HypervisorError('guest-exists', operation.name, `instance ${uuid} is on this host already`);
    }
    this.#instances.set(uuid, blank(uuid, vmState));
    try {
      await this.#perform(uuid, operation);
    } catch (error) {
      if (this.#instances.get(uuid)?.powerState === 'nostate' && !this.#deletions.has(uuid))
        this.#instances.delete(uuid);
      throw error;
    }
  }

  #perform<T>(uuid: string, operation: Operation<T>): Promise<T> {
    const clock = new StepClock();
    return this.#locks.run(uuid, undefined, async (signal) => {
      const held = <R>(work: () => Promise<R>): Promise<R> =>
        operation.slots === undefined ? work() : operation.slots.hold(signal, work);
      try {
        const result = await held(async () => {
          clock.begin();
          return this.#attempt(uuid, operation, signal, clock);
        });
        await this.#change({
          uuid,
          ...(operation.vmState && { vmState: operation.vmState }),
          ...(await this.#now(uuid)),
        });
        this.#conductor.operationTimed(clock.timings(uuid, operation.name, 'done'));
        return result;
      } catch (error) {
        await this.#fail(uuid, operation, clock, error);
        throw error;
      }
    });
  }

  /** Tells of each new task without waiting for it: the guest's work is not held up by the conductor. */
  async #attempt<T>(uuid: string, operation: Operation<T>, signal: AbortSignal, clock: StepClock): Promise<T> {
    let task = operation.task;
    let told = this.#change({ uuid, taskState: task });
    const onStep = (step: string): void => {
      clock.next(step);
      const taskState = operation.taskOfStep?.(step);
      if (taskState === undefined || taskState === task) return;
      task = taskState;
      told = told.then(() => this.#change({ uuid, taskState }));
    };
    try {
      return await operation.run({ signal, onStep });
    } finally {
      await told;
    }
  }

  async #fail<T>(uuid: string, operation: Operation<T>, clock: StepClock, error: unknown): Promise<void> {
    this.#logger.warn({ err: error, instance: uuid, operation: operation.name }, 'operation failed');
    const wasInterrupted = error instanceof HypervisorError && error.code === 'cancelled';
    await this.#change({
      uuid,
      ...(operation.vmStateOnFailure && !wasInterrupted && { vmState: operation.vmStateOnFailure }),
      ...(await this.#now(uuid)),
      ...(!wasInterrupted && { fault: faultOf(error, clock.step ?? operation.name) }),
    });
    this.#conductor.operationTimed(clock.timings(uuid, operation.name, 'failed'));
  }

  async #snapshotTo(
    uuid: string,
    imageId: string,
    options: VerbOptions & { readonly signal: AbortSignal },
  ): Promise<void> {
    const { file, diskFormat, sizeBytes }: SnapshotResult = await this.#hypervisor.snapshot(uuid, options);
    try {
      options.onStep?.(uploadStep);
      await this.#images.upload({ id: imageId, diskFormat, sizeBytes, instanceUuid: uuid }, file, options.signal);
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Nothing under way any more, and the power state as it is. */
  async #now(uuid: string): Promise<{ taskState: null; powerState: PowerState }> {
    return { taskState: null, powerState: await this.#powerStateOf(uuid) };
  }

  async #powerStateOf(uuid: string): Promise<PowerState> {
    try {
      return (await this.#hypervisor.guestInfo(uuid)).powerState;
    } catch (error) {
      if (error instanceof HypervisorError && error.code === 'guest-not-found') return 'nostate';
      this.#logger.error({ err: error, instance: uuid }, 'power state unknown');
      return this.#instances.get(uuid)?.powerState ?? 'nostate';
    }
  }

  /** A conductor that cannot be reached now does not undo what was done; the next sync tells it again. */
  async #change(change: InstanceChange): Promise<void> {
    const { fault: _, ...state } = change;
    const before = this.#instances.get(change.uuid);
    if (before !== undefined) this.#instances.set(change.uuid, { ...before, ...state });
    try {
      await this.#conductor.instanceChanged(change);
    } catch (error) {
      this.#logger.error({ err: error, instance: change.uuid }, 'the conductor was not told');
    }
  }

  /** What an operation brings about is heard too: looked at after it, that is nothing new. */
  #onEvent({ uuid, kind }: GuestEvent): void {
    if (!this.#instances.has(uuid) || this.#syncsWaiting.has(uuid)) return;
    this.#syncsWaiting.add(uuid);
    this.#syncPowerState(uuid).catch((error: unknown) => {
      this.#syncsWaiting.delete(uuid);
      if (this.#deletions.has(uuid)) return;
      this.#logger.error({ err: error, instance: uuid, kind }, 'sync of power state failed');
    });
  }

  #syncPowerState(uuid: string): Promise<void> {
    return this.#locks.run(uuid, undefined, async (signal) => {
      this.#syncsWaiting.delete(uuid);
      const instance = this.#instances.get(uuid);
      if (instance === undefined) return;
      const powerState = await this.#powerStateOf(uuid);
      const verdict = judgePowerState(instance.vmState, powerState);
      if (verdict === 'note') {
        if (powerState !== instance.powerState) await this.#change({ uuid, powerState });
        return;
      }
      this.#logger.info({ instance: uuid, vmState: instance.vmState, powerState }, 'guest changed by itself');
      if (verdict === 'suspend') {
        await this.#change({ uuid, vmState: 'suspended', powerState });
        return;
      }
      await this.#hypervisor.powerOff(uuid, { signal, timeoutSeconds: 0 });
      await this.#change({ uuid, vmState: 'stopped', ...(await this.#now(uuid)) });
    });
  }

  async #recover(instances: readonly InstanceState[]): Promise<void> {
    const guests = new Map((await this.#hypervisor.listGuests()).map((guest) => [guest.uuid, guest.powerState]));
    for (const instance of instances) this.#instances.set(instance.uuid, instance);
    await Promise.all(instances.map((instance) => this.#recoverOne(instance, guests.get(instance.uuid))));
    const known = new Set(instances.map(({ uuid }) => uuid));
    const unknown = [...guests.keys()].filter((uuid) => !known.has(uuid));
    if (unknown.length > 0) this.#logger.warn({ guests: unknown }, 'guests that the conductor does not know run here');
  }

  async #recoverOne(instance: InstanceState, powerState: PowerState | undefined): Promise<void> {
    const { uuid } = instance;
    const { action, change } = recoverInstance(instance, powerState);
    try {
      if (change !== undefined) await this.#change({ uuid, ...change });
      if (action === 'sync') await this.#syncPowerState(uuid);
      if (action === 'delete' && this.#options.runningDeletedInstanceAction === 'reap') await this.delete(uuid);
      else if (this.#instances.get(uuid)?.vmState === 'deleted') this.#instances.delete(uuid);
      if (action === 'powerOn') await this.powerOn(uuid);
      if (action === 'powerOff') await this.powerOff(uuid);
    } catch (error) {
      // It is told as a fault; the other instances are taken up all the same.
      this.#logger.error({ err: error, instance: uuid }, 'instance was not taken up');
    }
  }
}

function blank(uuid: string, vmState: VmState): InstanceState {
  return { uuid, vmState, taskState: null, powerState: 'nostate' };
}

const uploadStep = 'upload';
const offloadStep = 'offload';

function shelveTaskOf(step: string): TaskState | undefined {
  if (step === uploadStep) return 'shelving_image_uploading';
  return step === offloadStep ? 'shelving_offloading' : undefined;
}

/** The network and the disks are made at the same time; Nova names the disks last. */
function buildTaskOf(step: string): TaskState | undefined {
  if (step === 'image' || step === 'disks') return 'block_device_mapping';
  return step === 'define' || step === 'start' ? 'spawning' : undefined;
}
