import { ApiError } from '../../../http/api-error.ts';
import type { FlavorRow } from '../../../objects/catalogue.ts';
import { canonicalUuid } from '../schemas/parameter-types.ts';
import type { NewBlockDevice, NewServer } from '../schemas/create-server-body.ts';

type BlockDevice = Pick<
  NewBlockDevice,
  'source_type' | 'destination_type' | 'guest_format' | 'volume_size' | 'boot_index' | 'image_id'
>;

const invalid = 'Block Device Mapping is Invalid: ';

/**
 * Sizes of the ephemeral disks that a request names; null when it leaves them to the flavor. There is no service for
 * volumes: what needs one is refused as Nova refuses a volume that it cannot get.
 * @throws ApiError 400
 */
export function ephemeralDisksOf(server: NewServer, flavor: FlavorRow): readonly number[] | null {
  const { block_device_mapping: legacy = [], block_device_mapping_v2: devices = [] } = server;
  if (legacy.length > 0 && devices.length > 0) {
    throw new ApiError(400, 'Using different block_device_mapping syntaxes is not allowed in the same request.');
  }
  const all = legacy.length > 0 ? fromLegacy(legacy, server.imageRef) : devices.map((one) => checked(one, server));
  if (all.length === 0) return null;
  const local = all.filter((device) => device !== undefined);
  checkBootOrder(local);
  checkSwap(local, flavor);
  return ephemeralSizes(local, flavor);
}

/** Whether a request names disks at all: there is a rule of the policy for that. */
export function namesDisks({ block_device_mapping, block_device_mapping_v2 }: NewServer): boolean {
  return (block_device_mapping?.length ?? 0) > 0 || (block_device_mapping_v2?.length ?? 0) > 0;
}

function fromLegacy(
  devices: NonNullable<NewServer['block_device_mapping']>,
  imageRef: string | undefined,
): readonly (BlockDevice | undefined)[] {
  const root: BlockDevice[] = imageRef ? [{ source_type: 'image', destination_type: 'local', boot_index: 0 }] : [];
  const others = devices.map((device): BlockDevice | undefined => {
    refuseVolumes(device);
    if (device.no_device !== undefined && device.no_device !== null && device.no_device !== false) return undefined;
    const name = device.virtual_name ?? '';
    if (!/^(swap|ephemeral\d+)$/.test(name)) throw new ApiError(400, `${invalid}Unrecognized legacy format.`);
    const format = name === 'swap' ? { guest_format: 'swap' } : {};
    return {
      source_type: 'blank',
      destination_type: 'local',
      volume_size: device.volume_size,
      boot_index: -1,
      ...format,
    };
  });
  return [...root, ...others];
}

function checked(device: NewBlockDevice, { imageRef }: NewServer): BlockDevice | undefined {
  if (device.no_device !== undefined && device.no_device !== null && device.no_device !== false) return undefined;
  const { source_type: source, uuid, destination_type: destination, volume_type: volumeType } = device;
  if (source === 'blank' && uuid !== undefined) throw new ApiError(400, `${invalid}Invalid device UUID.`);
  if (source !== 'blank' && uuid === undefined) throw new ApiError(400, `${invalid}Missing device UUID.`);
  if (source === 'image' && destination === 'local' && !(imageRef !== undefined && device.boot_index === 0)) {
    throw new ApiError(400, `${invalid}Mapping image to local is not supported.`);
  }
  if (destination === 'local' && volumeType) {
    throw new ApiError(400, `${invalid}Specifying a volume_type with destination_type=local is not supported.`);
  }
  const named = source === undefined || uuid === undefined ? {} : { [`${source}_id`]: uuid };
  refuseVolumes({ ...device, ...named });
  if (destination !== 'local') throw noVolumes();
  if (source === 'image' && canonicalUuid(uuid ?? '') !== imageRef)
    throw new ApiError(400, `${invalid}failed to get image ${uuid}.`);
  return device;
}

function refuseVolumes(device: { volume_id?: string | undefined; snapshot_id?: string | undefined }): void {
  if (device.volume_id) throw new ApiError(400, `${invalid}failed to get volume ${device.volume_id}.`);
  if (device.snapshot_id) throw new ApiError(400, `${invalid}failed to get snapshot ${device.snapshot_id}.`);
}

function noVolumes(): ApiError {
  return new ApiError(400, 'Invalid volume: there is no block storage service in this cloud.');
}

/** Boot indexes count from 0, each once; a negative one or none is not booted from. */
function checkBootOrder(devices: readonly BlockDevice[]): void {
  const indexes = devices.map((device) => device.boot_index ?? -1).filter((index) => index >= 0);
  const isInOrder = indexes.toSorted((a, b) => a - b).every((index, at) => index === at);
  if (indexes.length === 0 || !isInOrder) {
    const what = 'Boot sequence for the instance and image/block device mapping combination is not valid.';
    throw new ApiError(400, invalid + what);
  }
}

function checkSwap(devices: readonly BlockDevice[], flavor: FlavorRow): void {
  const swaps = devices.filter((device) => device.source_type === 'blank' && device.guest_format === 'swap');
  if (swaps.length > 1) throw new ApiError(400, `${invalid}More than one swap drive requested.`);
  if ((swaps[0]?.volume_size ?? 0) > flavor.swapMib) {
    throw new ApiError(400, 'Swap drive requested is larger than instance type allows.');
  }
}

function ephemeralSizes(devices: readonly BlockDevice[], flavor: FlavorRow): readonly number[] | null {
  const sizes = devices
    .filter((device) => device.source_type === 'blank' && device.guest_format !== 'swap')
    .map((device) => device.volume_size ?? flavor.ephemeralGib);
  if (sizes.reduce((sum, size) => sum + size, 0) > flavor.ephemeralGib) {
    const why = 'If no size is given in one block device mapping, flavor ephemeral size will be used.';
    throw new ApiError(400, `Ephemeral disks requested are larger than the instance type allows. ${why}`);
  }
  return sizes.length === 0 ? null : sizes;
}
