import { imageProperties, propertyKey } from '../model/image-properties.ts';
import { parseSettings } from '../options/parse-settings.ts';
import { defineWeigher } from './define-weigher.ts';

/** Prefers hosts whose instances have image properties in common with the request. Nova since 31. */
export const imagePropertiesWeigher = defineWeigher({
  name: 'ImagePropertiesWeigher',
  summary: 'Prefers hosts whose instances share image properties with the request, counted one by one.',
  nova: { source: 'nova/scheduler/weights/image_props.py', since: '31.0' },
  options: ['[filter_scheduler] image_props_weight_multiplier', '[filter_scheduler] image_props_weight_setting'],
  reads: ['instanceImageProperties'],
  total: true,
  aggregateKey: 'image_props_weight_multiplier',
  multiplier: ({ filterScheduler }) => filterScheduler.image_props_weight_multiplier,
  bind({ image }, _hosts, { options: { filterScheduler } }) {
    // Nova counts nothing while the option is 0, whatever aggregates say.
    if (image === null || filterScheduler.image_props_weight_multiplier === 0) return { raw: () => 0, constant: 0 };
    const settings = new Map(parseSettings(filterScheduler.image_props_weight_setting));
    const wanted = [...imageProperties(image)].map(([name, value]) => {
      return [propertyKey(name, value), settings.size === 0 ? 1 : (settings.get(name) ?? 0)] as const;
    });
    return {
      raw({ instanceImageProperties: present }) {
        let sum = 0;
        for (const [key, ratio] of wanted) sum += ratio * (present.get(key) ?? 0);
        return sum;
      },
    };
  },
});
