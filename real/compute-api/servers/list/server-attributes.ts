import type { Instance } from '../../../objects/instance.ts';
import type { ServerPlaces } from '../views/server-places.ts';
import { powerStateNumbers } from '../views/server-status.ts';
import { microseconds } from '../views/server-times.ts';

type Attribute = (server: Instance, places: ServerPlaces) => string | number | null;

const time = (seconds: number | null): string | null =>
  seconds === null ? null : microseconds(seconds).replace('T', ' ');

/** What lists can be filtered and sorted by, under the names of Nova's columns. */
export const serverAttributes: Readonly<Record<string, Attribute>> = {
  access_ip_v4: ({ accessIpV4 }) => accessIpV4,
  access_ip_v6: ({ accessIpV6 }) => accessIpV6,
  auto_disk_config: ({ diskConfig }) => (diskConfig === 'AUTO' ? 1 : 0),
  availability_zone: (server, places) => places.zoneOf(server),
  config_drive: ({ configDrive }) => (configDrive ? 'True' : ''),
  created_at: ({ createdAtSeconds }) => time(createdAtSeconds),
  display_description: ({ displayDescription }) => displayDescription,
  display_name: ({ displayName }) => displayName,
  host: ({ host }) => host,
  hostname: ({ hostname }) => hostname,
  image_ref: ({ imageId }) => imageId ?? '',
  instance_type_id: ({ flavor }) => flavor.id,
  kernel_id: ({ imageProperties }) => textOf(imageProperties['kernel_id']),
  key_name: ({ keyName }) => keyName,
  launch_index: ({ launchIndex }) => launchIndex,
  launched_at: ({ launchedAtSeconds }) => time(launchedAtSeconds),
  locked: ({ lockedBy }) => (lockedBy === null ? 0 : 1),
  locked_by: ({ lockedBy }) => lockedBy,
  node: ({ node }) => node,
  power_state: ({ powerState }) => powerStateNumbers[powerState],
  progress: ({ progress }) => progress,
  project_id: ({ projectId }) => projectId,
  ramdisk_id: ({ imageProperties }) => textOf(imageProperties['ramdisk_id']),
  reservation_id: ({ reservationId }) => reservationId,
  root_device_name: ({ rootDeviceName }) => rootDeviceName,
  task_state: ({ taskState }) => taskState,
  terminated_at: ({ terminatedAtSeconds }) => time(terminatedAtSeconds),
  updated_at: ({ updatedAtSeconds }) => time(updatedAtSeconds),
  user_id: ({ userId }) => userId,
  uuid: ({ uuid }) => uuid,
  vm_state: ({ vmState }) => vmState,
};

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
