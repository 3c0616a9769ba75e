import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import { RabbitMqBus } from '../bus/index.ts';
import { HypervisorError } from '../compute/hypervisor/hypervisor-error.ts';
import { PlacementClient } from '../placement/index.ts';
import { tracedBus, Tracing } from '../trace/index.ts';
import type { FakeHosts, LibvirtHost } from './cloud-options.ts';
import { Closers } from './closers.ts';
import { openHosts } from './open-hosts.ts';
import { RemoteImages } from './remote-images.ts';
import { StateFolder } from './state-folder.ts';

const accessSchema = z.object({
  busUrl: z.string(),
  imageUrl: z.url(),
  placementUrl: z.url(),
  serviceToken: z.string().min(1),
});

/** What an agent must know of a cloud, as `cloud up --bus` writes it into `agent.json`. */
export type AgentAccess = z.infer<typeof accessSchema>;

/** @throws HypervisorError `bad-request` that says what is wrong with the file */
export async function readAgentAccess(file: string): Promise<AgentAccess> {
  try {
    return accessSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new HypervisorError('bad-request', 'agent', `${file}: ${why}`, { cause: error });
  }
}

export interface HostAgentOptions {
  readonly access: AgentAccess;
  /** Of the host; made when it is not there. */
  readonly stateFolder: string;
  readonly hypervisors: readonly (FakeHosts | LibvirtHost)[];
  /** Where the traces of its hosts also go. */
  readonly otlpUrl?: string | undefined;
  readonly logger: Logger;
}

/** The hosts of this machine for a cloud whose services run elsewhere: the bus and HTTP, no database. Nova: `nova-compute`. */
export class HostAgent {
  readonly #closers: Closers;

  private constructor(closers: Closers) {
    this.#closers = closers;
  }

  /** @throws HypervisorError, BusError; then nothing stays open */
  static async open({ access, stateFolder, hypervisors, otlpUrl, logger }: HostAgentOptions): Promise<HostAgent> {
    const closers = new Closers();
    try {
      const state = await StateFolder.take(stateFolder);
      closers.add(() => state.release());
      const plain = await RabbitMqBus.connect({ url: access.busUrl, logger });
      closers.add(() => plain.close());
      const tracing = await Tracing.overBus({ bus: plain, otlpUrl, logger });
      closers.add(() => tracing.close());
      const bus = tracedBus(plain, tracing);
      await openHosts(hypervisors, {
        bus,
        images: new RemoteImages(access.imageUrl, access.serviceToken),
        placement: new PlacementClient(access.placementUrl, access.serviceToken),
        folder: state.file('host'),
        hostIp: '127.0.0.1',
        logger,
        closers,
      });
      return new HostAgent(closers);
    } catch (error) {
      await closers.close().catch((failure: unknown) => logger.error({ err: failure }, 'closing failed'));
      throw error;
    }
  }

  /** Guests go on. */
  close(): Promise<void> {
    return this.#closers.close();
  }
}
