import type { RequestSpec } from '../model/request-spec.ts';

/** A request and a context that note which of their fields are looked at. */
export interface WatchedRequest<Context extends object> {
  readonly request: RequestSpec;
  readonly context: Context;
  /** `schedulerHints of the request`, `nowSeconds of the context`. */
  readonly looks: ReadonlySet<string>;
}

/** `free`: fields of the request that anybody may look at. The options of a context are free, too. */
export function watchRequest<Context extends object>(
  request: RequestSpec,
  context: Context,
  free: ReadonlySet<string>,
): WatchedRequest<Context> {
  const looks = new Set<string>();
  const noting = <T extends object>(target: T, what: string, mayBeSeen: (name: string) => boolean): T =>
    new Proxy(target, {
      get(object, name) {
        if (typeof name === 'string' && !mayBeSeen(name)) looks.add(`${name} of the ${what}`);
        return Reflect.get(object, name) as unknown;
      },
    });
  return {
    request: noting(request, 'request', (name) => free.has(name)),
    context: noting(context, 'context', (name) => name === 'options'),
    looks,
  };
}
