import { flavorOrImageSwitch } from './flavor-or-image.ts';
import type { RequestFilter } from './request-filter.ts';

/** Asks for hosts with packed virtqueues, when flavor or image wants them. */
export const packedVirtqueueFilter: RequestFilter = {
  name: 'packed_virtqueue_filter',
  summary: 'Asks for the trait COMPUTE_NET_VIRTIO_PACKED for `virtio_packed_ring`.',
  since: '29.0',
  apply({ flavor, image }, _context, draft) {
    if (flavorOrImageSwitch('virtio_packed_ring', flavor, image)) draft.rootRequired.add('COMPUTE_NET_VIRTIO_PACKED');
  },
};
