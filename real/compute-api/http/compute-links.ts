/** Links to the things of the compute API, with the project's id in them where the client writes it. */
export class ComputeLinks {
  readonly #origin: string;
  readonly #project: string;
  readonly #query: URLSearchParams;

  /** `project`: what stands between version and path in the request, or nothing. */
  constructor(origin: string, project: string | undefined, query: URLSearchParams) {
    this.#origin = origin;
    this.#project = project === undefined ? '' : `/${project}`;
    this.#query = query;
  }

  self(collection: string, id: string): string {
    return `${this.#origin}/v2.1${this.#project}/${collection}/${id}`;
  }

  bookmark(collection: string, id: string): string {
    return `${this.#origin}${this.#project}/${collection}/${id}`;
  }

  /** The two links that most things have. */
  of(collection: string, id: string): { rel: string; href: string }[] {
    return [
      { rel: 'self', href: this.self(collection, id) },
      { rel: 'bookmark', href: this.bookmark(collection, id) },
    ];
  }

  /** To the page after the thing with this id: `[{ rel: 'next', … }]`. */
  next(collection: string, marker: string): { rel: string; href: string }[] {
    const query = new URLSearchParams([...this.#query].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    query.set('marker', marker);
    return [{ rel: 'next', href: `${this.#origin}/v2.1${this.#project}/${collection}?${query.toString()}` }];
  }
}
