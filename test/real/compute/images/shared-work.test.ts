import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedWork } from '../../../../real/compute/images/shared-work.ts';

const forever = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('told to stop'))));

describe('work that several wait for', () => {
  it('is done once at a time for each key, and again afterwards', async () => {
    const shared = new SharedWork<number>();
    let begun = 0;
    const work = async () => {
      begun += 1;
      await Promise.resolve();
      return begun;
    };
    expect(await Promise.all([shared.run('a', work), shared.run('a', work), shared.run('b', work)])).toEqual([2, 2, 2]);
    expect(await shared.run('a', work)).toBe(3);
  });

  it('fails for all who wait, and may be tried again', async () => {
    const shared = new SharedWork<number>();
    const failing = () => Promise.reject(new Error('no'));
    const outcomes = await Promise.allSettled([shared.run('a', failing), shared.run('a', failing)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await shared.run('a', () => Promise.resolve(1))).toBe(1);
  });

  it('does not begin for somebody who has given up already', async () => {
    const shared = new SharedWork<number>();
    await expect(shared.run('a', forever, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(await shared.run('a', () => Promise.resolve(1))).toBe(1);
  });

  it('is stopped exactly when the last who wait give up, in whatever order they do', async () => {
    const property = fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), async (leaving) => {
      const shared = new SharedWork<never>();
      let stopped = false;
      const work = (signal: AbortSignal) => {
        signal.addEventListener('abort', () => (stopped = true));
        return forever(signal);
      };
      const controllers = [0, 1, 2, 3].map(() => new AbortController());
      const waiting = controllers.map(({ signal }) =>
        shared.run('a', work, signal).catch((error: Error) => error.name),
      );
      for (const index of leaving) {
        expect(stopped).toBe(false);
        controllers[index]?.abort();
        expect(await waiting[index]).toBe('AbortError');
      }
      expect(stopped).toBe(leaving.length === 4);
      controllers.forEach((controller) => controller.abort());
      await Promise.all(waiting);
    });
    await fc.assert(property, { numRuns: 50 });
  });
});
