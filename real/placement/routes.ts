import { candidatesHandler } from './handlers/allocation-candidates.ts';
import {
  listConsumerAllocations,
  listProviderAllocations,
  postAllocations,
  putAllocations,
  removeAllocations,
} from './handlers/allocations.ts';
import { listAggregates, putAggregates } from './handlers/aggregates.ts';
import type { Handler } from './handlers/handler.ts';
import {
  listInventories,
  postInventory,
  putInventories,
  putInventory,
  removeInventories,
  removeInventory,
  showInventory,
} from './handlers/inventories.ts';
import { postReshaper } from './handlers/reshaper.ts';
import { listClasses, postClass, putClass, removeClass, showClass } from './handlers/resource-classes.ts';
import {
  listProviders,
  postProvider,
  putProvider,
  removeProvider,
  showProvider,
} from './handlers/resource-providers.ts';
import { showVersions } from './handlers/root.ts';
import {
  listProviderTraits,
  listTraits,
  putProviderTraits,
  putTrait,
  removeProviderTraits,
  removeTrait,
  showTrait,
} from './handlers/traits.ts';
import { listProviderUsages, listUsages } from './handlers/usages.ts';

type Methods = Readonly<Record<string, Handler>>;

/** Every path of the API with its methods. */
function routeTable(): Readonly<Record<string, Methods>> {
  return {
    '/': { GET: showVersions },
    '/resource_classes': { GET: listClasses, POST: postClass },
    '/resource_classes/{name}': { GET: showClass, PUT: putClass, DELETE: removeClass },
    '/resource_providers': { GET: listProviders, POST: postProvider },
    '/resource_providers/{uuid}': { GET: showProvider, DELETE: removeProvider, PUT: putProvider },
    '/resource_providers/{uuid}/inventories': {
      GET: listInventories,
      POST: postInventory,
      PUT: putInventories,
      DELETE: removeInventories,
    },
    '/resource_providers/{uuid}/inventories/{resource_class}': {
      GET: showInventory,
      PUT: putInventory,
      DELETE: removeInventory,
    },
    '/resource_providers/{uuid}/usages': { GET: listProviderUsages },
    '/resource_providers/{uuid}/aggregates': { GET: listAggregates, PUT: putAggregates },
    '/resource_providers/{uuid}/allocations': { GET: listProviderAllocations },
    '/resource_providers/{uuid}/traits': {
      GET: listProviderTraits,
      PUT: putProviderTraits,
      DELETE: removeProviderTraits,
    },
    '/allocations': { POST: postAllocations },
    '/allocations/{consumer_uuid}': {
      GET: listConsumerAllocations,
      PUT: putAllocations,
      DELETE: removeAllocations,
    },
    '/allocation_candidates': { GET: candidatesHandler() },
    '/traits': { GET: listTraits },
    '/traits/{name}': { GET: showTrait, PUT: putTrait, DELETE: removeTrait },
    '/usages': { GET: listUsages },
    '/reshaper': { POST: postReshaper },
  };
}

export interface RouteMatch {
  readonly methods: Methods;
  readonly params: Readonly<Record<string, string>>;
}

interface Route {
  readonly parts: readonly string[];
  readonly methods: Methods;
}

/** Finds the methods of a path and its named parts. */
export class Routes {
  private readonly byLength = new Map<number, Route[]>();

  constructor() {
    for (const [path, methods] of Object.entries(routeTable())) {
      const parts = path.split('/').slice(1);
      const routes = this.byLength.get(parts.length) ?? [];
      routes.push({ parts, methods });
      this.byLength.set(parts.length, routes);
    }
  }

  match(path: string): RouteMatch | undefined {
    const parts = (path === '' ? '/' : path).split('/').slice(1);
    for (const route of this.byLength.get(parts.length) ?? []) {
      const params = matchParts(route.parts, parts);
      if (params !== undefined) return { methods: route.methods, params };
    }
    return undefined;
  }
}

function matchParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const found = parts[index]!;
    if (expected.startsWith('{')) {
      if (found === '') return undefined;
      params[expected.slice(1, -1)] = found;
    } else if (expected !== found) {
      return undefined;
    }
  }
  return params;
}
