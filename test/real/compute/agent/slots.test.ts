import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Slots } from '../../../../real/compute/agent/slots.ts';

const never = new AbortController().signal;

describe('slots', () => {
  it('never let in more than there are, lose none, and are fair, whoever gives up waiting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.constantFrom('works', 'fails', 'gives up'), { maxLength: 20 }),
        async (scheduler, count, users) => {
          const slots = new Slots(count);
          let inside = 0;
          const entered: number[] = [];
          const use = async (user: string, i: number): Promise<void> => {
            const abort = new AbortController();
            const held = slots.hold(abort.signal, async () => {
              entered.push(i);
              expect((inside += 1)).toBeLessThanOrEqual(count);
              await scheduler.schedule(Promise.resolve());
              inside -= 1;
              if (user === 'fails') throw new Error('it failed');
            });
            if (user === 'gives up')
              void scheduler.schedule(Promise.resolve()).then(() => abort.abort(new Error('no')));
            await held.catch(() => {});
          };
          await scheduler.waitFor(Promise.all(users.map(use)));
          expect(inside).toBe(0);
          expect(entered).toEqual(entered.toSorted((a, b) => a - b));
          // All places are free again.
          await Promise.all(Array.from({ length: count }, () => slots.hold(never, async () => {})));
        },
      ),
    );
  });

  it('without a limit let everybody in', async () => {
    const slots = new Slots(0);
    let inside = 0;
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const all = Array.from({ length: 100 }, () =>
      slots.hold(never, () => {
        inside += 1;
        return gate;
      }),
    );
    await Promise.resolve();
    expect(inside).toBe(100);
    open();
    await Promise.all(all);
  });

  it('let nobody in who has given up before', async () => {
    await expect(new Slots(1).hold(AbortSignal.abort(new Error('too late')), async () => {})).rejects.toThrow(
      'too late',
    );
  });
});
