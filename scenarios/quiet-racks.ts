// A filter and a weigher of your own. Check them with: astrolabe extension check scenarios/quiet-racks.ts
import { defineFilter, defineWeigher, type HostState } from 'astrolabe';

/** Passes the hosts of the racks named in the flavor's extra spec `racks`, separated by commas. */
export const quietRacksFilter = defineFilter({
  name: 'QuietRacksFilter',
  summary: 'Passes hosts of the racks that the flavor names in its extra spec `racks`.',
  codes: ['rack'],
  // The fields of a host that the verdict depends on: an engine may keep it until one of them changes.
  reads: ['aggregates'],
  bind(request) {
    const wanted = request.flavor.extraSpecs['racks']?.split(',');
    if (wanted === undefined) return undefined; // does not concern this request: costs nothing
    return {
      passes: (host) => racksOf(host).some((rack) => wanted.includes(rack)),
      explain: (host) => ({
        code: 'rack',
        needed: `rack ${wanted.join(' or ')}`,
        had: racksOf(host).join(', ') || 'none',
      }),
    };
  },
});

/** Prefers hosts with few instances, whatever their size. */
export const fewInstancesWeigher = defineWeigher({
  name: 'FewInstancesWeigher',
  summary: 'Prefers hosts with few instances.',
  reads: ['numInstances'],
  multiplier: () => 1,
  bind: () => ({ raw: (host) => -host.numInstances }),
});

/** The aggregates of a host carry its rack as metadata. */
function racksOf(host: HostState): string[] {
  return host.aggregates.flatMap((aggregate) => aggregate.metadata['rack'] ?? []);
}
