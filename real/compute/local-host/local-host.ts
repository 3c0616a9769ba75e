import path from 'node:path';
import type { Logger } from 'pino';
import { LinuxBridgeDriver } from '../../network/index.ts';
import { ComputeAgent } from '../agent/compute-agent.ts';
import type { AgentOptions } from '../agent/compute-agent.ts';
import { FolderImageSink } from '../agent/folder-image-sink.ts';
import { FileDiskStore } from '../disks/file-disk-store.ts';
import type { GuestDefaults } from '../guest-config/host-settings.ts';
import type { GuestRequest } from '../hypervisor/guest.ts';
import { FileImageSource } from '../images/file-image-source.ts';
import { ImageCache } from '../images/image-cache.ts';
import { LibvirtHypervisor } from '../libvirt-driver/libvirt-hypervisor.ts';
import { HostConductor } from './host-conductor.ts';
import { StateLock } from './state-lock.ts';

export interface LocalHostOptions {
  /** Everything of the host is below it: guests, cached images, snapshots. Made when it is not there. */
  readonly stateFolder: string;
  /** An image file, or a folder of them. */
  readonly imageRoot: string;
  readonly libvirtUri?: string | undefined;
  readonly guests?: Partial<GuestDefaults> | undefined;
  /** Path of the network namespace that libvirt's guests run in; default this process's. */
  readonly networkNamespace?: string | undefined;
  readonly forceRawImages?: boolean | undefined;
  readonly imagesType?: 'qcow2' | 'raw' | undefined;
  readonly agent?: Partial<AgentOptions> | undefined;
  /** Whether a guest is booted at the start to see that guests run here. Default true. */
  readonly canary?: boolean | undefined;
  /** For tests: a ROM image that guests run instead of their firmware. */
  readonly testLoader?: string | undefined;
  readonly logger: Logger;
}

/** One host with real guests and without any service: the agent, and a conductor that believes the host. */
export class LocalHost {
  readonly agent: ComputeAgent;
  readonly hypervisor: LibvirtHypervisor;
  readonly conductor: HostConductor;
  readonly images: FileImageSource;
  readonly #snapshots: FolderImageSink;
  readonly #network: LinuxBridgeDriver;
  readonly #lock: StateLock;

  private constructor(options: LocalHostOptions, lock: StateLock) {
    const { stateFolder, logger, networkNamespace, libvirtUri, guests, canary, testLoader } = options;
    const folder = (name: string): string => path.join(path.resolve(stateFolder), name);
    this.#lock = lock;
    this.images = new FileImageSource(options.imageRoot);
    const { forceRawImages, imagesType } = options;
    const cache = new ImageCache({
      folder: folder('image-cache'),
      source: this.images,
      logger,
      ...(forceRawImages !== undefined && { forceRawImages }),
    });
    const disks = new FileDiskStore({
      instancesPath: folder('instances'),
      images: cache,
      logger,
      ...(imagesType && { imagesType }),
    });
    this.#network = new LinuxBridgeDriver({ logger, runFolder: folder('network'), networkNamespace });
    this.hypervisor = new LibvirtHypervisor({
      disks,
      network: this.#network,
      logger,
      libvirtUri,
      instancesPath: folder('instances'),
      guests,
      shutdownTimeoutSeconds: options.agent?.shutdownTimeoutSeconds,
      canary,
      testLoader,
    });
    this.conductor = new HostConductor(this.hypervisor);
    this.#snapshots = new FolderImageSink(folder('snapshots'));
    this.agent = new ComputeAgent({
      hypervisor: this.hypervisor,
      conductor: this.conductor,
      images: this.#snapshots,
      imageCache: disks,
      options: options.agent,
      logger,
    });
  }

  /** @throws HypervisorError when the folder is in use, or the host cannot be started */
  static async open(options: LocalHostOptions): Promise<LocalHost> {
    const lock = await StateLock.take(options.stateFolder);
    try {
      const host = new LocalHost(options, lock);
      await host.#snapshots.removePartial();
      await host.agent.start();
      return host;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** What the guests of this host were made from. */
  async requests(): Promise<readonly GuestRequest[]> {
    const guests = await this.hypervisor.listGuests();
    return Promise.all(guests.map(({ uuid }) => this.hypervisor.guestRequest(uuid)));
  }

  /** Guests go on, with their network. Where no guest is left, nothing of the network is left either. */
  async close(): Promise<void> {
    const isEmpty = (await this.hypervisor.listGuests()).length === 0;
    await this.agent.stop();
    await this.#network.stop({ takeDown: isEmpty });
    await this.#lock.release();
  }
}
