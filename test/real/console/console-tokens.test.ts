import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConsoleTokens } from '../../../real/console/index.ts';

describe('console tokens', () => {
  it('open what they were made for, once', () => {
    const tokens = new ConsoleTokens<string>();
    const [one, two] = [tokens.create('one'), tokens.create('two')];
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(tokens.redeem(two)).toBe('two');
    expect(tokens.redeem(two)).toBeUndefined();
    expect(tokens.redeem(one)).toBe('one');
    expect(tokens.redeem('')).toBeUndefined();
    expect(tokens.redeem('__proto__')).toBeUndefined();
  });

  it('are good until their time is up', () => {
    let now = 0;
    const tokens = new ConsoleTokens<string>({ ttlSeconds: 10, now: () => now });
    const [early, late] = [tokens.create('early'), tokens.create('late')];
    now = 9_999;
    expect(tokens.redeem(early)).toBe('early');
    now = 10_000;
    expect(tokens.redeem(late)).toBeUndefined();
    tokens.create('another');
    now = 20_000;
    expect(tokens.size).toBe(0);
  });

  it('go when there are too many, the oldest first, and when their target does', () => {
    const tokens = new ConsoleTokens<string>({ tokensMax: 2 });
    const [first, second, third] = [tokens.create('a'), tokens.create('b'), tokens.create('c')];
    expect(tokens.redeem(first)).toBeUndefined();
    tokens.revoke((target) => target === 'b');
    expect([tokens.redeem(second), tokens.redeem(third)]).toEqual([undefined, 'c']);
  });

  it('behave as a table of what was made and neither redeemed nor too old', () => {
    const step = fc.oneof(
      fc.record({ verb: fc.constant('create' as const) }),
      fc.record({ verb: fc.constant('redeem' as const), which: fc.nat(20) }),
      fc.record({ verb: fc.constant('wait' as const), ms: fc.nat(6_000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = 0;
        const tokens = new ConsoleTokens<number>({ ttlSeconds: 10, now: () => now });
        const made: { token: string; expiresAt: number; used: boolean }[] = [];
        for (const one of steps) {
          if (one.verb === 'wait') now += one.ms;
          else if (one.verb === 'create')
            made.push({ token: tokens.create(made.length), expiresAt: now + 10_000, used: false });
          else if (made[one.which]) {
            const entry = made[one.which]!;
            expect(tokens.redeem(entry.token)).toBe(!entry.used && entry.expiresAt > now ? one.which : undefined);
            entry.used = true;
          }
          expect(tokens.size).toBe(made.filter(({ used, expiresAt }) => !used && expiresAt > now).length);
        }
      }),
    );
  });
});
