import type { HostState } from '../model/host-state.ts';

/** What identifies a host and never changes: anybody may read it without saying so. */
const IDENTITY = new Set<PropertyKey>(['index', 'uuid', 'host', 'node']);

/** A host that notes which of its fields are read and written. */
export interface WatchedHost {
  readonly host: HostState;
  readonly reads: ReadonlySet<keyof HostState>;
  readonly writes: ReadonlySet<keyof HostState>;
}

export function watchHost(target: HostState): WatchedHost {
  const reads = new Set<keyof HostState>();
  const writes = new Set<keyof HostState>();
  const host = new Proxy(target, {
    get(object, name) {
      if (name in object && !IDENTITY.has(name)) reads.add(name as keyof HostState);
      return Reflect.get(object, name) as unknown;
    },
    set(_object, name) {
      writes.add(name as keyof HostState);
      return true;
    },
  });
  return { host, reads, writes };
}
