/** Where a request or a configuration stopped a decision. */
export interface ErrorPlace {
  /** `config`, `build` or `request`; absent inside a filter or weigher. */
  readonly stage?: string | undefined;
  readonly filter?: string | undefined;
  readonly node?: string | undefined;
  readonly weigher?: string | undefined;
}

/**
 * A request, configuration or host that Nova too ends with an exception. `type` is the name of
 * Nova's (or Python's) exception, so that the outcomes of both can be compared.
 */
export class RequestError extends Error {
  readonly type: string;
  /** Filled in by the engine, which knows whom it had asked. */
  place: ErrorPlace | undefined;

  constructor(type: string, message: string, place?: ErrorPlace) {
    super(message);
    this.name = 'RequestError';
    this.type = type;
    this.place = place;
  }
}
