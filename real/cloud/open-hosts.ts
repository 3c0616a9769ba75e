import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Bus } from '../bus/index.ts';
import type { ImageSink } from '../compute/agent/image-sink.ts';
import { FakeHypervisor } from '../compute/fake-driver/fake-hypervisor.ts';
import { writeDurably } from '../files/durable-file.ts';
import type { ImageSource } from '../compute/images/image-source.ts';
import { ComputeHost } from '../compute/rpc/compute-host.ts';
import { NetworkError } from '../network/network-error.ts';
import type { PlacementClient } from '../placement/audit/placement-client.ts';
import type { FakeHosts, LibvirtHost } from './cloud-options.ts';
import type { Closers } from './closers.ts';
import { makeLibvirtHost } from './make-libvirt-host.ts';

export interface HostParts {
  readonly bus: Bus;
  readonly images: ImageSource & ImageSink;
  readonly placement: PlacementClient;
  /** Of this machine's host; made when it is not there. */
  readonly folder: string;
  readonly hostIp: string;
  readonly logger: Logger;
  readonly closers: Closers;
}

/** All of them, in their order. */
export async function openHosts(hypervisors: readonly (FakeHosts | LibvirtHost)[], parts: HostParts): Promise<void> {
  for (const options of hypervisors) {
    if (options.kind === 'fake') await openFakeHosts(options, parts);
    else await openLibvirtHost(options, parts);
  }
}

/** Hosts in memory. They have the same ids at each start, and no guests. */
async function openFakeHosts(
  options: FakeHosts,
  { bus, images, placement, hostIp, logger, closers }: HostParts,
): Promise<void> {
  const { hosts, vcpus = 64, ramMib = 262_144, diskGib = 4000, delayMs } = options;
  const openOne = async (number: number): Promise<void> => {
    const host = `fake-${number}`;
    const opened = await ComputeHost.open({
      bus,
      hypervisor: new FakeHypervisor({ hostname: host, vcpus, ramMib, diskGib, delayMs }),
      host,
      nodeUuid: uuidOf(host),
      hostIp,
      images,
      placement,
      // What they have does not change by itself.
      agent: { updateResourcesSeconds: 3600, syncPowerStateSeconds: 0 },
      logger: logger.child({ host }),
    });
    closers.add(() => opened.close());
  };
  let next = 1;
  const openSome = async (): Promise<void> => {
    while (next <= hosts) await openOne(next++);
  };
  await Promise.all(Array.from({ length: openedAtOnce }, openSome));
}

const openedAtOnce = 16;

/** The same for the same name, in the form of a UUID of version 8, which is free to be made of anything. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** This machine. */
async function openLibvirtHost(options: LibvirtHost, parts: HostParts): Promise<void> {
  const { bus, images, placement, folder, hostIp, logger, closers } = parts;
  const made = await makeLibvirtHost(options, { folder, images, logger });
  const { hostname: host, hypervisor, disks, network } = made;
  let isEmpty = false;
  closers.add(() => made.close(isEmpty));
  const opened = await ComputeHost.open({
    bus,
    hypervisor,
    host,
    nodeUuid: await nodeUuid(folder),
    hostIp,
    images,
    placement,
    tracker: { cpuAllocationRatio: options.cpuAllocationRatio },
    imageCache: disks,
    agent: {
      ...(options.shutdownTimeoutSeconds !== undefined && { shutdownTimeoutSeconds: options.shutdownTimeoutSeconds }),
    },
    updatePort: async (binding) => {
      await network.update(binding).catch((error: unknown) => {
        // A port that is not plugged yet will be plugged as it is then.
        if (!(error instanceof NetworkError && error.code === 'port-not-found')) throw error;
      });
    },
    logger,
  });
  closers.add(async () => {
    isEmpty = (await hypervisor.listGuests()).length === 0;
    await opened.close();
  });
}

/** Of the host for ever. Nova: the `compute_id` file. */
async function nodeUuid(folder: string): Promise<string> {
  const file = path.join(folder, 'compute_id');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known.trim();
  const uuid = randomUUID();
  await writeDurably(file, `${uuid}\n`);
  return uuid;
}
