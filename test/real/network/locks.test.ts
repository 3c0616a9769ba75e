import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedLock } from '../../../real/network/keyed-lock.ts';
import { SharedLock } from '../../../real/network/shared-lock.ts';

describe('a keyed lock', () => {
  it('lets one in for each key, in order, also after a failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ key: fc.constantFrom('a', 'b'), fails: fc.boolean() })),
        async (scheduler, calls) => {
          const lock = new KeyedLock();
          const inside = new Map<string, number>();
          const order: Record<string, number[]> = { a: [], b: [] };
          const results = calls.map(({ key, fails }, index) =>
            lock.with(key, async () => {
              expect(inside.get(key) ?? 0).toBe(0);
              inside.set(key, 1);
              await scheduler.schedule(Promise.resolve());
              inside.set(key, 0);
              order[key]!.push(index);
              if (fails) throw new Error('failed');
              return index;
            }),
          );
          const settled = Promise.allSettled(results);
          await scheduler.waitFor(settled);
          expect((await settled).map(({ status }) => status === 'rejected')).toEqual(calls.map(({ fails }) => fails));
          for (const key of ['a', 'b'])
            expect(order[key]).toEqual(calls.flatMap((call, index) => (call.key === key ? [index] : [])));
        },
      ),
    );
  });
});

describe('a shared lock', () => {
  it('has many holders or one alone, and everybody gets in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom('shared' as const, 'exclusive' as const)),
        async (scheduler, calls) => {
          const lock = new SharedLock();
          let [shared, alone] = [0, 0];
          const done = Promise.all(
            calls.map((kind) =>
              lock[kind](async () => {
                if (kind === 'shared') shared += 1;
                else alone += 1;
                expect(alone === 0 || (alone === 1 && shared === 0)).toBe(true);
                await scheduler.schedule(Promise.resolve());
                if (kind === 'shared') shared -= 1;
                else alone -= 1;
                return kind;
              }),
            ),
          );
          await scheduler.waitFor(done);
          expect(await done).toEqual(calls);
        },
      ),
    );
  });
});
