import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { FileDiskStore } from '../compute/disks/file-disk-store.ts';
import { checkGuests } from '../compute/doctor/guest-checks.ts';
import { thisHost } from '../compute/doctor/host-probe.ts';
import type { GuestDefaults } from '../compute/guest-config/host-settings.ts';
import { HypervisorError } from '../compute/hypervisor/hypervisor-error.ts';
import { ImageCache } from '../compute/images/image-cache.ts';
import type { ImageSource } from '../compute/images/image-source.ts';
import { LibvirtHypervisor } from '../compute/libvirt-driver/libvirt-hypervisor.ts';
import { connect } from '../libvirt/index.ts';
import { LinuxBridgeDriver } from '../network/index.ts';
import type { LibvirtHost } from './cloud-options.ts';
import { findLibvirtd } from './own-libvirtd.ts';

export interface MadeHost {
  /** As libvirt says it. */
  readonly hostname: string;
  readonly hypervisor: LibvirtHypervisor;
  readonly disks: FileDiskStore;
  readonly network: LinuxBridgeDriver;
  /** After the agent has stopped. Where no guest is left, nothing of the network is left either. */
  close(isEmpty: boolean): Promise<void>;
}

/** This machine as a host: libvirt, the disks, the network. Its agent starts the hypervisor. */
export async function makeLibvirtHost(
  options: LibvirtHost,
  parts: { readonly folder: string; readonly images: ImageSource; readonly logger: Logger },
): Promise<MadeHost> {
  const { folder, images, logger } = parts;
  const place = (name: string): string => path.join(folder, name);
  // QEMU and dnsmasq run as other users, who must be able to pass.
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  const { networkNamespace } = options;
  const own = { folder: place('libvirt'), networkNamespace, logger };
  const daemon = options.uri === undefined ? await findLibvirtd(own) : { uri: options.uri, stop: async () => {} };
  try {
    const { hostname, guests } = await askLibvirt(options, daemon.uri, place('canaries'));
    const cache = new ImageCache({ folder: place('image-cache'), source: images, logger });
    const disks = new FileDiskStore({ instancesPath: place('instances'), images: cache, logger });
    const network = new LinuxBridgeDriver({ logger, runFolder: place('network'), networkNamespace });
    const hypervisor = new LibvirtHypervisor({
      disks,
      network,
      logger,
      libvirtUri: daemon.uri,
      instancesPath: place('instances'),
      guests,
      shutdownTimeoutSeconds: options.shutdownTimeoutSeconds,
      testLoader: options.testLoader,
    });
    const close = async (isEmpty: boolean): Promise<void> => {
      await network.stop({ takeDown: isEmpty });
      await daemon.stop();
    };
    return { hostname, hypervisor, disks, network, close };
  } catch (error) {
    await daemon.stop();
    throw error;
  }
}

/** The name of the host, and how its guests run: as the operator says, else the best that a canary ran with. */
async function askLibvirt(
  options: LibvirtHost,
  uri: string,
  canaryFolder: string,
): Promise<{ readonly hostname: string; readonly guests: Partial<GuestDefaults> }> {
  const connection = await connect({ uri });
  try {
    const hostname = await connection.hostname();
    if (options.guests?.virtType !== undefined) return { hostname, guests: options.guests };
    const { advice, findings } = await checkGuests(thisHost, connection, canaryFolder);
    if (advice !== null) return { hostname, guests: { ...advice, ...options.guests } };
    const found = findings.map((finding) => finding.found).join('; ');
    throw new HypervisorError('host-unavailable', 'canary', `guests do not run here: ${found}`);
  } finally {
    connection.close();
  }
}
