import { standardTraits } from '../placement/standard-traits.ts';
import type { RequestFilter } from './request-filter.ts';

/** Asks for hosts that can use an image of this format; boot from volume needs none. */
export const requireImageTypeSupport: RequestFilter = {
  name: 'require_image_type_support',
  summary: "Asks for the trait COMPUTE_IMAGE_TYPE_... of the image's `disk_format`.",
  option: '[scheduler] query_placement_for_image_type_support',
  apply({ image, bootFromVolume }, { options }, draft) {
    if (!options.scheduler.query_placement_for_image_type_support || bootFromVolume === true) return;
    if (image?.diskFormat === undefined) return;
    const trait = `COMPUTE_IMAGE_TYPE_${image.diskFormat.toUpperCase()}`;
    if (standardTraits.includes(trait)) draft.rootRequired.add(trait);
  },
};
