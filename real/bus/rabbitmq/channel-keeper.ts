import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Connection } from 'rabbitmq-client';

const retryLowMs = 50;
const retryHighMs = 2_000;

export interface ChannelKeeperOptions {
  readonly connection: Connection;
  /** Called for each new channel, before it is given out. */
  readonly prepare: (channel: Channel) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * A channel of its own that is made again whenever it is lost: with its connection, or because the broker closed it. The
 * library's `Consumer` does so too, but not before all its handlers have ended, of which some may wait for just this.
 */
export class ChannelKeeper {
  readonly #options: ChannelKeeperOptions;
  #channel: Channel | undefined;
  #retired = false;

  private constructor(options: ChannelKeeperOptions) {
    this.#options = options;
  }

  /** Resolves when there is a channel, however long it takes. */
  static async open(options: ChannelKeeperOptions): Promise<ChannelKeeper> {
    const keeper = new ChannelKeeper(options);
    await keeper.#restore();
    return keeper;
  }

  /** The channel of now; undefined while there is none. */
  get channel(): Channel | undefined {
    return this.#channel?.active ? this.#channel : undefined;
  }

  /** A channel that is lost from now on is not made again. */
  retire(): void {
    this.#retired = true;
  }

  async close(): Promise<void> {
    this.retire();
    await this.channel?.close();
  }

  async #restore(): Promise<void> {
    const { connection, prepare, onError } = this.#options;
    for (let delayMs = retryLowMs; !this.#retired; delayMs = Math.min(delayMs * 2, retryHighMs)) {
      let channel: Channel | undefined;
      try {
        channel = await connection.acquire({ emitErrorsFromChannel: true });
        channel.on('error', onError);
        await prepare(channel);
        if (!channel.active) continue;
        channel.once('close', () => void this.#restore());
        this.#channel = channel;
        return;
      } catch (error) {
        if (!this.#retired) onError(error);
        await channel?.close();
        await sleep(delayMs);
      }
    }
  }
}
