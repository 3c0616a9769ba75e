import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

interface Interval {
  readonly beganAt: number;
  endedAt: number | undefined;
}

const headerBytes = 28;
const call = 0;
const reply = 1;
/** Keepalive has a program number of its own; nobody waits for it. */
const remoteProgram = 0x2000_8086;

/**
 * When this process waited for libvirt or for a child process: it reads the frames on every connection that is made, and
 * hears of every child. Milliseconds of `performance.now()`.
 */
export class CallIntervals {
  readonly #intervals: Interval[] = [];
  readonly #onSocket = (message: unknown): void => this.#watchSocket((message as { socket: Socket }).socket);
  readonly #onChild = (message: unknown): void => this.#watchChild((message as { process: ChildProcess }).process);

  start(): void {
    subscribe('net.client.socket', this.#onSocket);
    subscribe('child_process', this.#onChild);
  }

  stop(): void {
    unsubscribe('net.client.socket', this.#onSocket);
    unsubscribe('child_process', this.#onChild);
  }

  /** How much of a time was spent waiting: intervals that overlap count once. */
  waitedMs(from: number, to: number): number {
    const clipped = this.#intervals
      .map(({ beganAt, endedAt }) => [Math.max(beganAt, from), Math.min(endedAt ?? to, to)] as const)
      .filter(([beganAt, endedAt]) => endedAt > beganAt)
      .toSorted(([one], [other]) => one - other);
    let waited = 0;
    let coveredTo = from;
    for (const [beganAt, endedAt] of clipped) {
      waited += Math.max(0, endedAt - Math.max(beganAt, coveredTo));
      coveredTo = Math.max(coveredTo, endedAt);
    }
    return waited;
  }

  #begin(): Interval {
    const interval: Interval = { beganAt: performance.now(), endedAt: undefined };
    this.#intervals.push(interval);
    return interval;
  }

  #watchChild(child: ChildProcess): void {
    const interval = this.#begin();
    child.once('close', () => (interval.endedAt = performance.now()));
  }

  #watchSocket(socket: Socket): void {
    const underWay = new Map<number, Interval>();
    const sent = new FrameReader((type, serial) => {
      if (type === call) underWay.set(serial, this.#begin());
    });
    const received = new FrameReader((type, serial) => {
      const interval = type === reply ? underWay.get(serial) : undefined;
      if (interval === undefined) return;
      interval.endedAt = performance.now();
      underWay.delete(serial);
    });
    // Not before: connecting gives a socket its own "write" back.
    socket.once('connect', () => {
      const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
      socket.write = (chunk: unknown, ...rest: unknown[]): boolean => {
        if (chunk instanceof Uint8Array) sent.read(Buffer.from(chunk));
        return write(chunk, ...rest);
      };
    });
    // Before the client itself hears it.
    socket.prependListener('data', (chunk: Buffer) => received.read(chunk));
  }
}

/** Finds the headers in a stream of libvirt's frames. */
class FrameReader {
  readonly #onFrame: (type: number, serial: number) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(onFrame: (type: number, serial: number) => void) {
    this.#onFrame = onFrame;
  }

  read(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= headerBytes) {
      const length = this.#rest.readUInt32BE(0);
      if (this.#rest.length < length) return;
      if (this.#rest.readUInt32BE(4) === remoteProgram) {
        this.#onFrame(this.#rest.readUInt32BE(16), this.#rest.readUInt32BE(20));
      }
      this.#rest = this.#rest.subarray(length);
    }
  }
}
