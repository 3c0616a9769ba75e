import type { Logger } from 'pino';
import type { Connection } from '../../libvirt/connection.ts';
import type { GuestEvent } from '../hypervisor/guest-event.ts';
import type { PowerState } from '../hypervisor/guest.ts';
import { domainOf, guestEventOf, missedEvent, powerStateOf } from './power-state.ts';

type Listener = (event: GuestEvent) => void;

/** Hears what happens to the guests of this host, by whomever, and tells those who asked. */
export class GuestWatch {
  readonly #connection: Connection;
  readonly #isGuest: (uuid: string) => boolean;
  readonly #logger: Logger;
  readonly #listeners = new Set<Listener>();
  /** As last told, so that what was missed can be told. */
  readonly #told = new Map<string, PowerState>();

  constructor(connection: Connection, isGuest: (uuid: string) => boolean, logger: Logger) {
    this.#connection = connection;
    this.#isGuest = isGuest;
    this.#logger = logger;
  }

  async start(): Promise<void> {
    await this.#connection.subscribe('domain.lifecycle', ({ dom, event, detail }) => {
      if (!this.#isGuest(dom.uuid)) return;
      const said = guestEventOf(dom.uuid, event, detail);
      if (said !== undefined) this.#tell(said);
    });
  }

  /** Asks libvirt how the guests are, and tells what changed while nobody could hear it. */
  async catchUp(uuids: readonly string[]): Promise<void> {
    await Promise.all(uuids.map(async (uuid) => this.#compare(uuid, await this.#stateOf(uuid))));
  }

  /**
   * The same after libvirt was away. It begins with what it had written down of each guest, looks for its QEMU only
   * then, and says nothing when there is none. A question that only QEMU can answer waits until it has looked.
   */
  async catchUpAfterRestart(uuids: readonly string[]): Promise<void> {
    await Promise.all(
      uuids.map(async (uuid) => {
        await domainOf(this.#connection, uuid)
          .memoryStats()
          .catch((error: unknown) => this.#logger.debug({ err: error, uuid }, 'a guest has no QEMU that answers'));
        this.#compare(uuid, await this.#stateOf(uuid));
      }),
    );
  }

  #stateOf(uuid: string): Promise<PowerState> {
    return powerStateOf(domainOf(this.#connection, uuid));
  }

  #compare(uuid: string, now: PowerState): void {
    const before = this.#told.get(uuid);
    if (before !== undefined && before !== now) this.#tell(missedEvent(uuid, now));
    else this.#told.set(uuid, now);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  forget(uuid: string): void {
    this.#told.delete(uuid);
  }

  /** Whether the guest stopped within the time; false also when the signal said to wait no longer. */
  async untilStopped(uuid: string, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    const isStopped = (state: PowerState): boolean =>
      state === 'shutdown' || state === 'crashed' || state === 'nostate';
    const over = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(timeoutMs))]);
    return new Promise((resolve, reject) => {
      const settle = (stopped: boolean): void => {
        over.removeEventListener('abort', giveUp);
        unlisten();
        resolve(stopped);
      };
      const giveUp = (): void => settle(false);
      const unlisten = this.listen((event) => {
        if (event.uuid === uuid && isStopped(event.powerState)) settle(true);
      });
      over.addEventListener('abort', giveUp, { once: true });
      if (over.aborted) giveUp();
      // It may have stopped before anybody listened.
      this.#stateOf(uuid).then((now) => isStopped(now) && settle(true), reject);
    });
  }

  #tell(event: GuestEvent): void {
    if (event.kind === 'deleted') this.#told.delete(event.uuid);
    else this.#told.set(event.uuid, event.powerState);
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error({ err: error, event }, 'a listener to guest events failed');
      }
    }
  }
}
