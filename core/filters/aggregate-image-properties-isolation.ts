import type { HostState } from '../model/host-state.ts';
import { imageProperties } from '../model/image-properties.ts';
import { pythonText } from '../python/text.ts';
import { isTruthy, type PythonValue } from '../python/value.ts';
import { aggregateMetadata } from './aggregate-metadata.ts';
import { defineFilter, type Rejection } from './define-filter.ts';
import { listNames } from './list-names.ts';

/** Passes hosts whose aggregates do not contradict the image. Nova: same name. */
export const aggregateImagePropertiesIsolation = defineFilter({
  name: 'AggregateImagePropertiesIsolation',
  summary: 'Passes hosts where no aggregate key of the same name as a property of the image has other values than it.',
  nova: { source: 'nova/scheduler/filters/aggregate_image_properties_isolation.py' },
  options: [
    '[filter_scheduler] aggregate_image_properties_isolation_namespace',
    '[filter_scheduler] aggregate_image_properties_isolation_separator',
  ],
  codes: ['image-property-differs'],
  reads: ['aggregates'],
  oncePerRequest: true,
  runOnRebuild: true,
  bind({ image }, { options }) {
    if (image === null) return undefined;
    const {
      aggregate_image_properties_isolation_namespace: namespace,
      aggregate_image_properties_isolation_separator: separator,
    } = options.filterScheduler;
    const prefix = namespace === undefined || namespace === '' ? '' : namespace + separator;
    const properties = imageProperties(image);
    return {
      passes: (host) => firstConflict(host, properties, prefix) === undefined,
      explain: (host) => explain(host, properties, firstConflict(host, properties, prefix)!),
    };
  },
});

type Properties = ReadonlyMap<string, PythonValue>;

function firstConflict(host: HostState, properties: Properties, prefix: string): string | undefined {
  if (host.aggregates.length === 0) return undefined;
  for (const [key, values] of aggregateMetadata(host.aggregates)) {
    if (!key.startsWith(prefix)) continue;
    const property = properties.get(key);
    if (property !== undefined && isTruthy(property) && !values.has(pythonText(property))) return key;
  }
  return undefined;
}

function explain(host: HostState, properties: Properties, key: string): Rejection {
  return {
    code: 'image-property-differs',
    needed: `${key} ${pythonText(properties.get(key)!)}`,
    had: `${key} ${listNames(aggregateMetadata(host.aggregates).get(key)!)}`,
  };
}
