/**
 * Does the work of a message once, however often it comes: a broker delivers again what it has no acknowledgement of, also
 * while the handler is still at it. The latest are remembered.
 */
export class Once<Outcome> {
  readonly #remembered: number;
  readonly #known = new Map<string, Promise<Outcome>>();

  constructor(remembered: number) {
    this.#remembered = remembered;
  }

  /** What fails may be done again; a message without an id cannot be known. */
  do(id: string | undefined, work: () => Promise<Outcome>): Promise<Outcome> {
    if (id === undefined) return work();
    const known = this.#known.get(id);
    if (known) return known;
    const doing = work();
    this.#known.set(id, doing);
    doing.catch(() => this.#known.delete(id));
    if (this.#known.size > this.#remembered) this.#known.delete(this.#known.keys().next().value!);
    return doing;
  }
}
