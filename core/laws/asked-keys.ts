import type { HostState } from '../model/host-state.ts';
import type { RequestSpec } from '../model/request-spec.ts';
import type { LawTrial } from './check-laws.ts';
import type { SampleKeys } from './sample-trial.ts';

/**
 * Finds the names under which an extension looks for something in requests, hosts and aggregates, by
 * letting it look: extra specs, scheduler hints, image properties, metadata, stats, metrics. `ask` may
 * throw. What it looks for only after having found something else shows in a second round.
 */
export function askedKeys(
  trial: LawTrial,
  ask: (request: RequestSpec, hosts: readonly HostState[]) => void,
): SampleKeys {
  const asked = {
    extraSpecs: new Set<string>(),
    hints: new Set<string>(),
    imageProperties: new Set<string>(),
    metadata: new Set<string>(),
    stats: new Set<string>(),
    metrics: new Set<string>(),
  };
  const hosts = trial.cloud.hosts.map((host) =>
    replacing(host, {
      aggregates: host.aggregates.map((each) => ({ ...each, metadata: noting(each.metadata, asked.metadata) })),
      stats: noting(host.stats, asked.stats),
      metrics: notingMap(host.metrics, asked.metrics),
    }),
  );
  for (const request of trial.requests) {
    const { image, flavor } = request;
    const seen: RequestSpec = {
      ...request,
      flavor: { ...flavor, extraSpecs: noting(flavor.extraSpecs, asked.extraSpecs) },
      image: image && { ...image, properties: noting(image.properties, asked.imageProperties) },
      schedulerHints: noting(request.schedulerHints ?? {}, asked.hints),
    };
    try {
      ask(seen, hosts);
    } catch {
      // The law checker says what throws.
    }
  }
  return {
    extraSpecs: [...asked.extraSpecs],
    hints: [...asked.hints],
    imageProperties: [...asked.imageProperties],
    metadata: [...asked.metadata],
    stats: [...asked.stats],
    metrics: [...asked.metrics],
  };
}

function replacing(host: HostState, fields: Partial<HostState>): HostState {
  return new Proxy(host, {
    get: (target, name) => (name in fields ? Reflect.get(fields, name) : Reflect.get(target, name)) as unknown,
  });
}

/** Names of every object, `toString` and the like, are nobody's. */
function note(names: Set<string>, name: string | symbol): void {
  if (typeof name === 'string' && !(name in Object.prototype) && name !== 'toJSON') names.add(name);
}

function noting<T extends object>(target: T, names: Set<string>): T {
  return new Proxy(target, {
    get(object, name) {
      note(names, name);
      return Reflect.get(object, name) as unknown;
    },
    has(object, name) {
      note(names, name);
      return Reflect.has(object, name);
    },
    getOwnPropertyDescriptor(object, name) {
      note(names, name);
      return Reflect.getOwnPropertyDescriptor(object, name);
    },
  });
}

function notingMap(map: ReadonlyMap<string, number>, names: Set<string>): ReadonlyMap<string, number> {
  return new Proxy(map, {
    get(target, method) {
      const value = Reflect.get(target, method) as unknown;
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => {
        if ((method === 'get' || method === 'has') && typeof values[0] === 'string') names.add(values[0]);
        return Reflect.apply(value, target, values) as unknown;
      };
    },
  });
}
