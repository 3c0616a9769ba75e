import path from 'node:path';
import { pino } from 'pino';
import { RabbitMqBus } from '../../../real/bus/index.ts';
import { FolderImageSink } from '../../../real/compute/agent/folder-image-sink.ts';
import { ComputeHost } from '../../../real/compute/rpc/compute-host.ts';
import { PlacementClient } from '../../../real/placement/index.ts';
import { fakeHost, uuidOf } from './small-cloud.ts';

/** A host of its own, until it is killed: HOST FOLDER BUS PLACEMENT. */
const [, , host, folder, busUrl, placementUrl] = process.argv as [string, string, string, string, string, string];
const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }, process.stderr);
await ComputeHost.open({
  bus: await RabbitMqBus.connect({ url: busUrl, logger }),
  hypervisor: fakeHost(host, { folder, delayMs: () => 5 }),
  host,
  nodeUuid: uuidOf(host),
  images: new FolderImageSink(path.join(folder, 'snapshots')),
  placement: new PlacementClient(placementUrl, 'admin'),
  logger,
});
process.stdout.write('begun\n');
