import { createHash, randomBytes } from 'node:crypto';

export interface ConsoleTokensOptions {
  /** How long a token may be redeemed, seconds; default 600, as Nova's `token_ttl`. */
  readonly ttlSeconds?: number | undefined;
  /** Tokens kept at a time; the oldest goes first. Default 10,000. */
  readonly tokensMax?: number | undefined;
  /** Milliseconds of a clock that never goes back; default `performance.now`. */
  readonly now?: (() => number) | undefined;
}

interface Entry<Target> {
  readonly target: Target;
  readonly expiresAt: number;
}

/**
 * One-time keys to consoles. A token is 32 random bytes, good for one visit within its time; only its digest is kept, so
 * that what is in memory opens nothing, and looking one up takes as long for a near miss as for a far one.
 */
export class ConsoleTokens<Target> {
  readonly #ttlMs: number;
  readonly #tokensMax: number;
  readonly #now: () => number;
  /** In the order of their making, which is that of their expiry. */
  readonly #entries = new Map<string, Entry<Target>>();

  constructor({ ttlSeconds = 600, tokensMax = 10_000, now = () => performance.now() }: ConsoleTokensOptions = {}) {
    this.#ttlMs = ttlSeconds * 1000;
    this.#tokensMax = tokensMax;
    this.#now = now;
  }

  /** Tokens that may still be redeemed. */
  get size(): number {
    this.#dropExpired();
    return this.#entries.size;
  }

  create(target: Target): string {
    this.#dropExpired();
    const token = randomBytes(32).toString('base64url');
    this.#entries.set(digest(token), { target, expiresAt: this.#now() + this.#ttlMs });
    if (this.#entries.size > this.#tokensMax) this.#entries.delete(this.#entries.keys().next().value!);
    return token;
  }

  /** What the token was made for, the first time within its time; afterwards undefined, as for any other text. */
  redeem(token: string): Target | undefined {
    const key = digest(token);
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    return entry && entry.expiresAt > this.#now() ? entry.target : undefined;
  }

  /** Takes back the tokens of a target, as when its server is deleted. */
  revoke(isMeant: (target: Target) => boolean): void {
    for (const [key, { target }] of this.#entries) if (isMeant(target)) this.#entries.delete(key);
  }

  #dropExpired(): void {
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt > this.#now()) return;
      this.#entries.delete(key);
    }
  }
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');
