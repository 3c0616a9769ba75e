import { acceleratorsFilter } from './accelerators.ts';
import { mapAzToPlacementAggregate } from './availability-zone.ts';
import { computeStatusFilter } from './compute-status.ts';
import { ephemeralEncryptionFilter } from './ephemeral-encryption.ts';
import { transformImageMetadata } from './image-metadata.ts';
import { requireImageTypeSupport } from './image-type.ts';
import { isolateAggregates } from './isolate-aggregates.ts';
import { ownerNovaFilter } from './owner-nova.ts';
import { packedVirtqueueFilter } from './packed-virtqueue.ts';
import { remoteManagedPortsFilter } from './remote-managed-ports.ts';
import type { RequestFilter } from './request-filter.ts';
import { routedNetworksFilter } from './routed-networks.ts';
import { requireTenantAggregate } from './tenant-aggregate.ts';
import { tpmSecretSecurityFilter } from './tpm-secret-security.ts';
import { virtioSoundFilter } from './virtio-sound.ts';

/** Every request filter, in the order in which they run. Nova: `ALL_REQUEST_FILTERS`. */
export const requestFilters: readonly RequestFilter[] = [
  requireTenantAggregate,
  mapAzToPlacementAggregate,
  requireImageTypeSupport,
  computeStatusFilter,
  isolateAggregates,
  transformImageMetadata,
  acceleratorsFilter,
  packedVirtqueueFilter,
  routedNetworksFilter,
  remoteManagedPortsFilter,
  ephemeralEncryptionFilter,
  virtioSoundFilter,
  tpmSecretSecurityFilter,
  ownerNovaFilter,
];
