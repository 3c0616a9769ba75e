import { flavorAndImage } from './flavor-or-image.ts';
import type { RequestFilter } from './request-filter.ts';

/** Asks for hosts that can give a virtio sound device, when one is wanted. */
export const virtioSoundFilter: RequestFilter = {
  name: 'virtio_sound_filter',
  summary: 'Asks for the trait COMPUTE_SOUND_MODEL_VIRTIO for `sound_model` virtio.',
  since: '31.0',
  apply({ flavor, image }, _context, draft) {
    const asked = flavorAndImage('sound_model', flavor, image);
    if ((asked.flavor ?? asked.image) === 'virtio') draft.rootRequired.add('COMPUTE_SOUND_MODEL_VIRTIO');
  },
};
