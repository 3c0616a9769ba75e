import { instanceTopology, instanceTopologyJson } from '../../../core/index.ts';
import type { GuestRequest } from './guest.ts';

/** A `GuestRequest` as files and messages hold it: sets, maps and bytes have no JSON of their own. */
export type GuestRequestJson = ReturnType<typeof guestRequestJson>;

export function guestRequestJson({ numaTopology, metadata, ...request }: GuestRequest) {
  const { userData, files, ...others } = metadata;
  return {
    ...request,
    numaTopology: numaTopology && instanceTopologyJson(numaTopology),
    metadata: {
      ...others,
      userData: userData?.toString('base64'),
      files: files?.map(({ path, content }) => ({ path, content: content.toString('base64') })),
    },
  };
}

export function guestRequestFrom({ numaTopology, metadata, ...request }: GuestRequestJson): GuestRequest {
  const { userData, files, ...others } = metadata;
  return {
    ...request,
    numaTopology: numaTopology && instanceTopology(numaTopology),
    metadata: {
      ...others,
      userData: userData === undefined ? undefined : Buffer.from(userData, 'base64'),
      files: files?.map(({ path, content }) => ({ path, content: Buffer.from(content, 'base64') })),
    },
  };
}
