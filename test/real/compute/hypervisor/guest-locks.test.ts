import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GuestLocks } from '../../../../real/compute/hypervisor/guest-locks.ts';

const forever = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

describe('the locks of guests', () => {
  it('let one verb of a guest run at a time, in the order they were asked for, whatever becomes of the others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ guest: fc.constantFrom('a', 'b'), fails: fc.boolean() }), { maxLength: 12 }),
        async (asked) => {
          const locks = new GuestLocks();
          const running = new Map<string, number>();
          const begun: Record<string, number[]> = { a: [], b: [] };
          const all = asked.map(({ guest, fails }, index) =>
            locks.run(guest, undefined, async () => {
              expect(running.get(guest) ?? 0).toBe(0);
              running.set(guest, 1);
              begun[guest]?.push(index);
              await new Promise(setImmediate);
              running.set(guest, 0);
              if (fails) throw new Error('it failed');
            }),
          );
          const outcomes = await Promise.allSettled(all);
          expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(asked.map(({ fails }) => fails));
          for (const guest of ['a', 'b']) {
            expect(begun[guest]).toEqual(asked.flatMap((each, index) => (each.guest === guest ? [index] : [])));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('let another guest run meanwhile', async () => {
    const locks = new GuestLocks();
    const controller = new AbortController();
    const slow = locks.run('a', controller.signal, forever);
    expect(await locks.run('b', undefined, async () => 'done')).toBe('done');
    controller.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
  });

  it('give up the waiting for a turn when they are told, and keep the turn of those behind', async () => {
    const locks = new GuestLocks();
    const [first, second] = [new AbortController(), new AbortController()];
    const order: string[] = [];
    const running = locks.run('a', first.signal, forever).catch(() => order.push('first ended'));
    const waiting = locks.run('a', second.signal, async () => order.push('second ran'));
    const behind = locks.run('a', undefined, async () => order.push('third ran'));
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(order).toEqual([]);
    first.abort(new Error('enough'));
    await Promise.all([running, behind]);
    expect(order).toEqual(['first ended', 'third ran']);
  });

  it('interrupt what runs and what waits, and nothing that comes later', async () => {
    const locks = new GuestLocks();
    const running = locks.run('a', undefined, forever);
    const waiting = locks.run('a', undefined, async () => 'ran');
    locks.interrupt('a');
    const later = locks.run('a', undefined, async (signal) => signal.aborted);
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await later).toBe(false);
    await locks.idle();
  });
});
