import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { unwrittenSlot, type WorkerMessage } from './worker-protocol.ts';

/** The main thread's side of the way to the store: writes messages one after the other, and tells the worker. */
export class Inbox {
  readonly workerPort: MessagePort;
  /** Rejects when a message could not be written; never resolves. */
  readonly refused: Promise<never>;
  readonly #port: MessagePort;
  readonly #control: Int32Array;
  readonly #write: (message: WorkerMessage) => Promise<void>;
  #refuse: (reason: unknown) => void = () => undefined;
  #closed = false;
  #queue: Promise<void> = Promise.resolve();
  #written = 0;
  #wanted: { readonly messages: number; readonly resolve: () => void } | undefined;

  constructor(control: Int32Array, write: (message: WorkerMessage) => Promise<void>) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.workerPort = port2;
    this.#control = control;
    this.#write = write;
    this.refused = new Promise((_, reject) => (this.#refuse = reject));
    // Whoever waits for `refused` sees it; nobody may be waiting any more.
    this.refused.catch(() => undefined);
    port1.on('message', (message: WorkerMessage) => {
      this.#queue = this.#queue.then(() => this.#take(message));
    });
  }

  /** Resolves when so many messages are written; rejects when one could not be. */
  async received(messages: number): Promise<void> {
    const all = new Promise<void>((resolve) => (this.#wanted = { messages, resolve }));
    this.#tell();
    await Promise.race([all, this.refused]);
  }

  /** Takes nothing more, and waits for what is being written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#port.close();
    await this.#queue;
  }

  async #take(message: WorkerMessage): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#write(message);
      this.#written++;
      this.#tell();
    } catch (error) {
      this.#closed = true;
      this.#refuse(error);
    } finally {
      Atomics.sub(this.#control, unwrittenSlot, 1);
      Atomics.notify(this.#control, unwrittenSlot);
    }
  }

  #tell(): void {
    if (this.#wanted && this.#written >= this.#wanted.messages) this.#wanted.resolve();
  }
}
