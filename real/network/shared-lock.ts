interface Waiting {
  readonly exclusive: boolean;
  readonly enter: () => void;
}

/** Many holders at once, or one alone; first come, first served, so that neither kind starves. */
export class SharedLock {
  #holders = 0;
  #alone = false;
  readonly #waiting: Waiting[] = [];

  shared<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#with(false, work);
  }

  exclusive<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#with(true, work);
  }

  async #with<Result>(exclusive: boolean, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ exclusive, enter });
      this.#admit();
    });
    try {
      return await work();
    } finally {
      this.#holders -= 1;
      this.#alone = false;
      this.#admit();
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (this.#alone || (next.exclusive && this.#holders > 0)) return;
      this.#waiting.shift();
      this.#holders += 1;
      this.#alone = next.exclusive;
      next.enter();
    }
  }
}
