import { writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as soon, setTimeout as sleep } from 'node:timers/promises';
import type { PortBinding } from '../../network/port.ts';
import { checkedUuid } from '../hypervisor/checked-uuid.ts';
import { keepGuest, readGuests } from './fake-guest.ts';
import type { FakeGuest } from './fake-guest.ts';
import type { GuestEvent } from '../hypervisor/guest-event.ts';
import type { GuestInfo, GuestRequest, PowerState } from '../hypervisor/guest.ts';
import type { HostDescription } from '../hypervisor/host-description.ts';
import { GuestLocks } from '../hypervisor/guest-locks.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type {
  ConsoleEndpoint,
  Hypervisor,
  PowerOffOptions,
  SnapshotResult,
  VerbOptions,
} from '../hypervisor/hypervisor.ts';

export interface FakeHypervisorOptions {
  readonly hostname: string;
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib: number;
  /** Keeps guests here, so that they outlive the process as those of a real host do. Default: in memory only. */
  readonly folder?: string | undefined;
  /** How long a step of a verb takes; default 0. */
  readonly delayMs?: ((verb: string, step: string) => number) | undefined;
  /** The error that a step ends with, if any. */
  readonly failure?: ((verb: string, step: string, uuid: string) => Error | undefined) | undefined;
}

type Steps = (...names: readonly string[]) => Promise<void>;

const sectorBytes = 512;
const stopped: readonly PowerState[] = ['shutdown', 'crashed'];
const allButSuspended: readonly PowerState[] = ['running', 'paused', 'shutdown', 'crashed'];

const eventKinds = {
  running: 'started',
  shutdown: 'stopped',
  crashed: 'crashed',
  paused: 'paused',
  suspended: 'suspended',
  nostate: 'deleted',
} as const;

/**
 * A host in memory with guests that do nothing: the states, errors and events of a real one, with delays and failures by
 * wish, so that what stands above can be tried with a thousand hosts. Nova: `FakeDriver`.
 */
export class FakeHypervisor implements Hypervisor {
  readonly kind = 'fake';
  readonly #options: FakeHypervisorOptions;
  readonly #locks = new GuestLocks();
  readonly #guests = new Map<string, FakeGuest>();
  readonly #listeners = new Set<(event: GuestEvent) => void>();

  constructor(options: FakeHypervisorOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { folder } = this.#options;
    if (folder === undefined) return;
    for (const guest of readGuests(folder)) this.#guests.set(guest.request.uuid, guest);
  }

  async stop(): Promise<void> {}

  async describeHost(): Promise<HostDescription> {
    const { hostname, vcpus, ramMib, diskGib } = this.#options;
    const rootGib = [...this.#guests.values()].reduce((sum, { request }) => sum + request.flavor.rootGib, 0);
    return {
      hostname,
      hypervisorType: 'fake',
      hypervisorVersion: 1_000_000,
      libvirtVersion: 0,
      virtType: 'fake',
      canaryBooted: true,
      cpuArch: 'x86_64',
      cpuModel: 'fake',
      cpuVendor: 'fake',
      cpuFeatures: [],
      vcpus,
      ramMib,
      diskGib,
      diskFreeGib: Math.max(0, diskGib - rootGib),
      numaTopology: null,
      pciDevices: [],
    };
  }

  async listGuests(): Promise<readonly GuestInfo[]> {
    return [...this.#guests.values()].map(infoOf);
  }

  async guestInfo(uuid: string): Promise<GuestInfo> {
    return infoOf(this.#find(uuid, 'look up'));
  }

  async guestRequest(uuid: string): Promise<GuestRequest> {
    return this.#find(uuid, 'look up').request;
  }

  async spawn(request: GuestRequest, options?: VerbOptions): Promise<void> {
    const { uuid } = request;
    return this.#verb('spawn', uuid, options, async (steps) => {
      if (this.#guests.has(uuid)) throw new HypervisorError('guest-exists', 'spawn', `guest ${uuid} exists already`);
      await steps('network', 'disks', 'define', 'start');
      const guest: FakeGuest = { request, powerState: 'nostate', isRescued: false, resizedFrom: undefined };
      this.#guests.set(uuid, guest);
      this.#become(guest, 'running');
    });
  }

  async destroy(uuid: string, options?: VerbOptions): Promise<void> {
    this.#locks.interrupt(uuid);
    return this.#verb('destroy', uuid, options, async (steps) => {
      await steps('domain', 'network', 'disks');
      const guest = this.#guests.get(uuid);
      this.#guests.delete(uuid);
      this.#keep(uuid);
      if (guest !== undefined) this.#become(guest, 'nostate');
    });
  }

  async powerOn(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb('powerOn', uuid, options, async (steps) => {
      const guest = this.#inState(uuid, 'powerOn', ['running', ...stopped]);
      if (guest.powerState === 'running') return;
      await steps('define', 'start');
      this.#become(guest, 'running');
    });
  }

  async powerOff(uuid: string, options?: PowerOffOptions): Promise<void> {
    return this.#verb('powerOff', uuid, options, async (steps) => {
      const guest = this.#inState(uuid, 'powerOff', allButSuspended);
      await steps('stop');
      if (!stopped.includes(guest.powerState)) this.#become(guest, 'shutdown');
    });
  }

  async reboot(uuid: string, type: 'soft' | 'hard', options?: PowerOffOptions): Promise<void> {
    return this.#verb('reboot', uuid, options, async (steps) => {
      const guest = this.#inState(uuid, 'reboot', type === 'soft' ? ['running'] : [...allButSuspended, 'suspended']);
      await steps('stop');
      this.#become(guest, 'shutdown');
      await steps('define', 'start');
      this.#become(guest, 'running');
    });
  }

  pause(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#change('pause', uuid, ['running'], 'paused', options);
  }

  unpause(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#change('unpause', uuid, ['paused'], 'running', options);
  }

  suspend(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#change('suspend', uuid, ['running', 'paused'], 'suspended', options);
  }

  resume(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#change('resume', uuid, ['suspended'], 'running', options);
  }

  async rescue(uuid: string, _image: GuestRequest['image'], options?: VerbOptions): Promise<void> {
    return this.#verb('rescue', uuid, options, async (steps) => {
      const guest = this.#plain(uuid, 'rescue', allButSuspended);
      await steps('stop', 'disks', 'define', 'start');
      guest.isRescued = true;
      this.#become(guest, 'running');
    });
  }

  async unrescue(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb('unrescue', uuid, options, async (steps) => {
      const guest = this.#find(uuid, 'unrescue');
      if (!guest.isRescued) throw wrongState('unrescue', 'it is not being rescued');
      await steps('stop', 'start');
      guest.isRescued = false;
      this.#become(guest, 'running');
    });
  }

  async rebuild(request: GuestRequest, options?: VerbOptions): Promise<void> {
    return this.#verb('rebuild', request.uuid, options, async (steps) => {
      const guest = this.#plain(request.uuid, 'rebuild', allButSuspended);
      await steps('stop', 'disks', 'network', 'define', 'start');
      guest.request = request;
      this.#become(guest, 'running');
    });
  }

  async resize(request: GuestRequest, options?: VerbOptions): Promise<void> {
    return this.#verb('resize', request.uuid, options, async (steps) => {
      const guest = this.#plain(request.uuid, 'resize', ['running', ...stopped]);
      const wasRunning = guest.powerState === 'running';
      await steps('stop', 'disks', 'network', 'define');
      if (wasRunning) await steps('start');
      guest.resizedFrom = guest.request;
      guest.request = request;
      this.#keep(request.uuid);
      if (wasRunning) this.#become(guest, 'running');
    });
  }

  async confirmResize(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb('confirmResize', uuid, options, async (steps) => {
      const [guest] = this.#resized(uuid, 'confirmResize');
      await steps('disks');
      guest.resizedFrom = undefined;
      this.#keep(uuid);
    });
  }

  async revertResize(uuid: string, options?: VerbOptions): Promise<void> {
    return this.#verb('revertResize', uuid, options, async (steps) => {
      const [guest, before] = this.#resized(uuid, 'revertResize');
      await steps('stop', 'start');
      guest.request = before;
      guest.resizedFrom = undefined;
      this.#keep(uuid);
      if (!stopped.includes(guest.powerState)) this.#become(guest, 'running');
    });
  }

  async attachInterface(uuid: string, port: PortBinding, options?: VerbOptions): Promise<void> {
    return this.#verb('attachInterface', uuid, options, async (steps) => {
      const guest = this.#plain(uuid, 'attachInterface', allButSuspended);
      if (guest.request.ports.some(({ id }) => id === port.id)) return;
      await steps('network', 'attach');
      guest.request = { ...guest.request, ports: [...guest.request.ports, port] };
      this.#keep(uuid);
    });
  }

  async detachInterface(uuid: string, portId: string, options?: VerbOptions): Promise<void> {
    return this.#verb('detachInterface', uuid, options, async (steps) => {
      const guest = this.#plain(uuid, 'detachInterface', allButSuspended);
      if (!guest.request.ports.some(({ id }) => id === portId)) return;
      await steps('detach', 'network');
      guest.request = { ...guest.request, ports: guest.request.ports.filter(({ id }) => id !== portId) };
      this.#keep(uuid);
    });
  }

  /** The image is a disk of one empty sector: nobody takes one without any. */
  async snapshot(uuid: string, options?: VerbOptions): Promise<SnapshotResult> {
    return this.#verb('snapshot', uuid, options, async (steps) => {
      this.#find(uuid, 'snapshot');
      await steps('snapshot');
      const file = path.join(await mkdtemp(path.join(tmpdir(), 'astrolabe-fake-')), 'snapshot.raw');
      await writeFile(file, Buffer.alloc(sectorBytes), { mode: 0o600 });
      return { file, diskFormat: 'raw', sizeBytes: sectorBytes };
    });
  }

  async consoleLog(uuid: string, maxBytes = 102_400): Promise<Buffer> {
    this.#find(uuid, 'consoleLog');
    return Buffer.from(`fake guest ${uuid}\n`).subarray(maxBytes === 0 ? Infinity : -maxBytes);
  }

  async screenshot(uuid: string): Promise<Buffer> {
    this.#find(uuid, 'screenshot');
    return onePixel;
  }

  async consoleEndpoint(uuid: string, kind: ConsoleEndpoint['kind']): Promise<ConsoleEndpoint> {
    this.#find(uuid, 'consoleEndpoint');
    throw new HypervisorError('unsupported', 'consoleEndpoint', `a fake guest has no ${kind} console`);
  }

  onEvent(listener: (event: GuestEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets a guest change by itself, as a guest that shuts down or whose process dies. */
  letGuestBecome(uuid: string, powerState: PowerState): void {
    this.#become(this.#find(uuid, 'letGuestBecome'), powerState);
  }

  async #change(
    verb: string,
    uuid: string,
    from: readonly PowerState[],
    to: PowerState,
    options?: VerbOptions,
  ): Promise<void> {
    return this.#verb(verb, uuid, options, async (steps) => {
      const guest = this.#inState(uuid, verb, from);
      await steps(verb);
      this.#become(guest, to);
    });
  }

  /** In its guest's turn, as a real host does it. */
  async #verb<T>(
    verb: string,
    uuid: string,
    options: VerbOptions | undefined,
    work: (steps: Steps) => Promise<T>,
  ): Promise<T> {
    checkedUuid(uuid);
    return this.#locks.run(uuid, options?.signal, (signal) =>
      work(async (...names) => {
        for (const step of names) await this.#step(verb, step, uuid, signal, options?.onStep);
      }),
    );
  }

  async #step(
    verb: string,
    step: string,
    uuid: string,
    signal: AbortSignal,
    onStep: VerbOptions['onStep'],
  ): Promise<void> {
    if (signal.aborted) throw cancelled(verb, signal);
    onStep?.(step);
    const delayMs = this.#options.delayMs?.(verb, step) ?? 0;
    try {
      // A timer takes a millisecond at least.
      await (delayMs === 0 ? soon(undefined, { signal }) : sleep(delayMs, undefined, { signal }));
    } catch {
      throw cancelled(verb, signal);
    }
    const failure = this.#options.failure?.(verb, step, uuid);
    if (failure !== undefined) throw failure;
  }

  #become(guest: FakeGuest, powerState: PowerState): void {
    const goesOn = guest.powerState === 'paused' && powerState === 'running';
    const kind = goesOn ? 'resumed' : eventKinds[powerState];
    guest.powerState = powerState;
    this.#keep(guest.request.uuid);
    for (const listener of this.#listeners) listener({ uuid: guest.request.uuid, kind, powerState });
  }

  /** At once: whoever kills the process finds the guest as it is now. */
  #keep(uuid: string): void {
    const { folder } = this.#options;
    if (folder !== undefined) keepGuest(folder, uuid, this.#guests.get(uuid));
  }

  #find(uuid: string, step: string): FakeGuest {
    const guest = this.#guests.get(uuid);
    if (guest === undefined) throw new HypervisorError('guest-not-found', step, `no guest ${uuid} on this host`);
    return guest;
  }

  #inState(uuid: string, verb: string, accepted: readonly PowerState[]): FakeGuest {
    const guest = this.#find(uuid, verb);
    if (accepted.includes(guest.powerState)) return guest;
    throw wrongState(verb, `it is ${guest.powerState}`);
  }

  /** A guest that is neither rescued nor resized. */
  #plain(uuid: string, verb: string, accepted: readonly PowerState[]): FakeGuest {
    const guest = this.#inState(uuid, verb, accepted);
    if (guest.isRescued) throw wrongState(verb, 'it is being rescued');
    if (guest.resizedFrom !== undefined) throw wrongState(verb, 'a resize waits to be confirmed or reverted');
    return guest;
  }

  #resized(uuid: string, verb: string): readonly [guest: FakeGuest, before: GuestRequest] {
    const guest = this.#find(uuid, verb);
    if (guest.resizedFrom === undefined) throw wrongState(verb, 'it was not resized');
    return [guest, guest.resizedFrom];
  }
}

function infoOf({ request, powerState }: FakeGuest): GuestInfo {
  return { uuid: request.uuid, powerState, vcpus: request.flavor.vcpus, ramMib: request.flavor.ramMib };
}

function wrongState(verb: string, why: string): HypervisorError {
  return new HypervisorError('wrong-state', verb, `the guest cannot ${verb}: ${why}`);
}

function cancelled(verb: string, signal: AbortSignal | undefined): HypervisorError {
  return new HypervisorError('cancelled', verb, `${verb} was given up`, { cause: signal?.reason });
}

/** A PNG of one black pixel. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
