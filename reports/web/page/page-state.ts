/** What the reader has picked; lives in the address, so that a view can be shared and reloaded. */
export interface PageState {
  readonly baseline: string | null;
  /** Compared with the baseline; `null` when there is nothing to compare. */
  readonly candidate: string | null;
  /** `null` for all seeds together. */
  readonly seed: number | null;
  readonly resource: string;
  readonly measure: string;
  readonly hostMetric: string;
  readonly hostOrder: 'place' | 'use';
}

export interface PageStateStore {
  get(): PageState;
  set(change: Partial<PageState>): void;
  /** Calls `listener` when one of `keys` changed. */
  on(keys: readonly (keyof PageState)[], listener: () => void): void;
}

/** The state with the address's query laid over `defaults`, what differs from them is in the address; `accepts` decides which values may stay. */
export function pageState(defaults: PageState, accepts: (state: PageState) => PageState): PageStateStore {
  const first = accepts(defaults);
  let state = accepts(fromQuery(defaults, new URLSearchParams(location.search)));
  const listeners: { readonly keys: readonly (keyof PageState)[]; readonly listener: () => void }[] = [];
  return {
    get: () => state,
    set(change) {
      const before = state;
      state = accepts({ ...state, ...change });
      const changed = (Object.keys(state) as (keyof PageState)[]).filter((key) => state[key] !== before[key]);
      if (changed.length === 0) return;
      history.replaceState(null, '', toQuery(state, first) || location.pathname);
      for (const { keys, listener } of listeners) if (keys.some((key) => changed.includes(key))) listener();
    },
    on(keys, listener) {
      listeners.push({ keys, listener });
    },
  };
}

function fromQuery(defaults: PageState, query: URLSearchParams): PageState {
  const seed = query.get('seed');
  return {
    baseline: query.get('baseline') ?? defaults.baseline,
    candidate: query.get('candidate') ?? defaults.candidate,
    seed: seed !== null && /^\d+$/.test(seed) ? Number(seed) : defaults.seed,
    resource: query.get('resource') ?? defaults.resource,
    measure: query.get('measure') ?? defaults.measure,
    hostMetric: query.get('hostMetric') ?? defaults.hostMetric,
    hostOrder: query.get('hostOrder') === 'use' ? 'use' : defaults.hostOrder,
  };
}

function toQuery(state: PageState, first: PageState): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    if (value !== null && value !== first[key as keyof PageState]) query.set(key, String(value));
  }
  return query.size === 0 ? '' : `?${query}`;
}
