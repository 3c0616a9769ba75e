import type { GuestRequest } from '../hypervisor/guest.ts';

export interface InjectedContent {
  /** Below `openstack/content`. */
  readonly name: string;
  readonly content: Buffer;
}

export interface MetaData {
  readonly json: object;
  readonly contents: readonly InjectedContent[];
}

/**
 * `meta_data.json` as cloud-init reads it, with the files that older clients inject.
 *
 * @param randomSeed entropy for the guest's first moments; Nova gives 512 bytes
 */
export function metaData(request: GuestRequest, randomSeed: Buffer): MetaData {
  const { metadata } = request;
  const contents = (metadata.files ?? []).map(({ content }, index) => ({
    name: String(index).padStart(4, '0'),
    content,
  }));
  const files = (metadata.files ?? []).map((file, index) => ({
    path: file.path,
    content_path: `/content/${contents[index]?.name ?? ''}`,
  }));
  const json = {
    uuid: request.uuid,
    name: request.displayName,
    hostname: metadata.hostname,
    launch_index: 0,
    availability_zone: metadata.availabilityZone ?? null,
    project_id: request.projectId,
    random_seed: randomSeed.toString('base64'),
    devices: [],
    dedicated_cpus: dedicatedCpus(request),
    ...(Object.keys(metadata.meta).length > 0 && { meta: metadata.meta }),
    ...(metadata.keys.length > 0 && {
      public_keys: Object.fromEntries(metadata.keys.map((key) => [key.name, key.publicKey])),
      keys: metadata.keys.map((key) => ({ name: key.name, type: 'ssh', data: key.publicKey })),
    }),
    ...(metadata.adminPassword !== undefined && { admin_pass: metadata.adminPassword }),
    ...(files.length > 0 && { files }),
  };
  return { json, contents };
}

/** The same for clients that know Amazon's form only (`ec2/latest/meta-data.json`). */
export function ec2MetaData(request: GuestRequest): object {
  const { hostname, keys, availabilityZone } = request.metadata;
  const addresses = request.ports.flatMap((port) => port.fixedIps.map(({ ipAddress }) => ipAddress));
  return {
    // Amazon's ids are 8 hex digits; a service that keeps a list of them would be needed only for its API.
    'instance-id': `i-${request.uuid.slice(0, 8)}`,
    'instance-type': request.flavor.name,
    'ami-launch-index': 0,
    hostname,
    'local-hostname': hostname,
    'public-hostname': hostname,
    'local-ipv4': addresses.find((address) => !address.includes(':')) ?? '',
    'public-ipv4': '',
    'block-device-mapping': { root: '/dev/vda', ami: 'vda' },
    placement: { 'availability-zone': availabilityZone ?? null },
    'public-keys': Object.fromEntries(
      keys.map((key, index) => [String(index), { _name: `${index}=${key.name}`, 'openssh-key': key.publicKey }]),
    ),
    'instance-action': 'none',
  };
}

function dedicatedCpus({ numaTopology }: GuestRequest): readonly number[] {
  return (numaTopology?.cells ?? []).flatMap((cell) => [...cell.pcpuset]).sort((a, b) => a - b);
}
