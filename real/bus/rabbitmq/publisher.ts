import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Envelope } from 'rabbitmq-client';
import { BusError } from '../bus-error.ts';
import { ChannelKeeper } from './channel-keeper.ts';

export interface PublisherOptions {
  readonly connection: Connection;
  /** Of the topic exchange that events go through. */
  readonly eventExchange: string;
  readonly onError: (error: unknown) => void;
}

/** A message with its id, by which its return is known. */
export type Outgoing = Envelope & { readonly messageId: string };

const pauseMs = 20;

/** Hands messages to the broker until it has confirmed that it keeps them, over as many connections as that takes. */
export class Publisher {
  readonly #keeper: ChannelKeeper;
  /** Messages that the broker had no queue for, until their sender hears of it. */
  readonly #returned: Set<string>;
  #closed = false;

  private constructor(keeper: ChannelKeeper, returned: Set<string>) {
    this.#keeper = keeper;
    this.#returned = returned;
  }

  static async open({ connection, eventExchange, onError }: PublisherOptions): Promise<Publisher> {
    const returned = new Set<string>();
    const keeper = await ChannelKeeper.open({
      connection,
      onError,
      prepare: async (channel) => {
        await channel.exchangeDeclare({ exchange: eventExchange, type: 'topic', durable: true });
        await channel.confirmSelect();
        channel.on('basic.return', ({ messageId }) => {
          if (messageId !== undefined) returned.add(messageId);
        });
      },
    });
    return new Publisher(keeper, returned);
  }

  /**
   * Whether a queue took it; never false for a message that is not `mandatory`. `envelope` is asked for each attempt.
   *
   * @throws BusError `timed-out`: it may be kept or not; `closed`
   */
  async publish(envelope: () => Outgoing, body: string, deadlineMs: number): Promise<boolean> {
    const bytes = Buffer.from(body);
    while (Date.now() < deadlineMs) {
      if (this.#closed) throw new BusError('closed', 'the bus is closed');
      const { channel } = this.#keeper;
      if (channel === undefined) {
        await sleep(Math.min(pauseMs, Math.max(0, deadlineMs - Date.now())));
        continue;
      }
      const message = { ...envelope(), ...asJson };
      try {
        await within(channel.basicPublish(message, bytes), deadlineMs);
      } catch {
        // The channel is lost, and with it the confirmation: the message goes again, under the same id.
        await sleep(pauseMs);
        continue;
      }
      if (message.mandatory !== true) return true;
      // The broker says that it could not route before it confirms; the library tells the one after the other.
      await nextTurn();
      return !this.#returned.delete(message.messageId);
    }
    throw new BusError('timed-out', 'the message broker has not confirmed in time that it keeps the message');
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#keeper.close();
  }
}

/** With an encoding the library leaves the bytes alone: they are checked where they arrive. */
const asJson = { contentType: 'application/json', contentEncoding: 'utf-8' };

async function within(work: Promise<void>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no confirmation')), Math.max(0, deadlineMs - Date.now()));
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
