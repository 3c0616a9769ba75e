import { imageProperties } from '../model/image-properties.ts';
import { pythonText } from '../python/text.ts';
import { standardTraits } from '../placement/standard-traits.ts';
import type { RequestFilter } from './request-filter.ts';

/** Image properties that become a trait: prefix, then the value. */
const PREFIXES: Readonly<Record<string, string>> = {
  hw_cdrom_bus: 'COMPUTE_STORAGE_BUS',
  hw_disk_bus: 'COMPUTE_STORAGE_BUS',
  hw_video_model: 'COMPUTE_GRAPHICS_MODEL',
  hw_vif_model: 'COMPUTE_NET_VIF_MODEL',
  hw_architecture: 'HW_ARCH',
  hw_emulation_architecture: 'COMPUTE_ARCH',
  hw_viommu_model: 'COMPUTE_VIOMMU',
};

/** Asks for hosts with the devices that the image wants. One that is no trait drops them all. */
export const transformImageMetadata: RequestFilter = {
  name: 'transform_image_metadata',
  summary: 'Asks for the traits of buses, models and architectures that image properties name.',
  option: '[scheduler] image_metadata_prefilter',
  apply({ image }, { options }, draft) {
    if (!options.scheduler.image_metadata_prefilter || image === null) return;
    const properties = imageProperties(image);
    const traits = Object.entries(PREFIXES).flatMap(([name, prefix]) => {
      const value = properties.get(name);
      return value === undefined ? [] : [`${prefix}_${pythonText(value).replaceAll('-', '_').toUpperCase()}`];
    });
    if (!traits.every((trait) => standardTraits.includes(trait))) return;
    for (const trait of traits) draft.rootRequired.add(trait);
  },
};
