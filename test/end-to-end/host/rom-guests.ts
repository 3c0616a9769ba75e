import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GuestRequest, SourceImage } from '../../../real/index.ts';
import { network, port } from '../../real/network/lab.ts';

const source = fileURLToPath(new URL('../../fixtures/host/quiet-guest.asm', import.meta.url));

/** What a ROM guest says when it is there. */
export const readyMarker = 'QUIET GUEST READY';

/** Makes a folder with an image and a ROM: guests that are up in a tenth of a second, with disks and NICs that are real. */
export function romImages(folder: string): { readonly imageRoot: string; readonly testLoader: string } {
  const imageRoot = path.join(folder, 'images');
  mkdirSync(imageRoot);
  writeFileSync(path.join(imageRoot, 'small.raw'), Buffer.alloc(4 << 20).fill(0x5a, 65_536, 131_072));
  const testLoader = path.join(folder, 'rom.bin');
  execFileSync('nasm', ['-f', 'bin', '-o', testLoader, source]);
  return { imageRoot, testLoader };
}

/** A ROM guest with a root disk, and a port when it has a number of its own. */
export function romRequest(image: SourceImage, number?: number, changes: Partial<GuestRequest> = {}): GuestRequest {
  return {
    uuid: randomUUID(),
    displayName: `rom ${number ?? ''}`,
    projectId: 'project',
    userId: 'user',
    flavor: { id: 'rom', name: 'rom', vcpus: 1, ramMib: 16, rootGib: 1, ephemeralGib: 0, swapMib: 0, extraSpecs: {} },
    image: { ...image, properties: { hw_disk_bus: 'scsi', hw_scsi_model: 'virtio-scsi' } },
    pciDevices: [],
    ports: number === undefined ? [] : [port(number, { network: network() })],
    metadata: { hostname: 'rom', keys: [], meta: {} },
    configDrive: false,
    ...changes,
  };
}
