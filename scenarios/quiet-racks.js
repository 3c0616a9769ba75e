// A filter of your own: an object with the fields that `defineFilter` of Astrolabe's core describes.
// It passes the hosts of the racks named in the flavor's extra spec `racks`, separated by commas.

/** The aggregates of a host carry its rack as metadata. */
const racksOf = (host) => host.aggregates.flatMap((aggregate) => aggregate.metadata.rack ?? []);

export const quietRacksFilter = {
  name: 'QuietRacksFilter',
  summary: 'Passes hosts of the racks that the flavor names in its extra spec `racks`.',
  codes: ['rack'],
  // The fields of a host that the verdict depends on: an engine may keep it until one of them changes.
  reads: ['aggregates'],
  bind(request) {
    const wanted = request.flavor.extraSpecs.racks?.split(',');
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
};

/** A weigher of your own: prefers hosts with few instances, whatever their size. */
export const fewInstancesWeigher = {
  name: 'FewInstancesWeigher',
  summary: 'Prefers hosts with few instances.',
  reads: ['numInstances'],
  multiplier: () => 1,
  bind: () => ({ raw: (host) => -host.numInstances }),
};
