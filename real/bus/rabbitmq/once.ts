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

  do(id: string, work: () => Promise<Outcome>): Promise<Outcome> {
    const known = this.#known.get(id);
    if (known) return known;
    const doing = work();
    this.#known.set(id, doing);
    if (this.#known.size > this.#remembered) this.#known.delete(this.#known.keys().next().value!);
    return doing;
  }
}
