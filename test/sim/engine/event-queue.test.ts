import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../../sim/engine/event-queue.ts';

describe('the event queue', () => {
  it('gives back events by time, and at equal times in the order of scheduling', () => {
    const event = fc.record({ at: fc.integer({ min: 0, max: 20 }), take: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 300 }), (events) => {
        const queue = new EventQueue(2);
        const waiting: { at: number; subject: number }[] = [];
        const takeOne = () => {
          const expected = waiting.reduce((best, each) => (each.at < best.at ? each : best), waiting[0]!);
          expect(queue.nextSeconds).toBe(expected?.at ?? Number.POSITIVE_INFINITY);
          expect(queue.pop()).toBe(expected !== undefined);
          if (expected === undefined) return;
          expect([queue.atSeconds, queue.subject]).toEqual([expected.at, expected.subject]);
          waiting.splice(waiting.indexOf(expected), 1);
        };
        events.forEach(({ at, take }, subject) => {
          queue.push(at, 1, subject);
          waiting.push({ at, subject });
          if (take) takeOne();
        });
        while (waiting.length > 0) takeOne();
        takeOne();
      }),
    );
  });

  it('keeps that order among many events, near and far, while time goes on', () => {
    // Long lives, short delays and simultaneous ends, as in a cloud; far more than there are buckets at first.
    const delay = fc.oneof(
      fc.constant(0),
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.integer({ min: 0, max: 1e7 }),
    );
    const turn = fc.record({ pushes: fc.array(delay, { maxLength: 40 }), pops: fc.integer({ min: 0, max: 30 }) });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 20, maxLength: 120 }), (turns) => {
        const queue = new EventQueue(1);
        const scheduled: { at: number; subject: number }[] = [];
        const taken: number[] = [];
        const take = () => {
          const order = queue.nextOrder;
          if (!queue.pop()) return;
          expect([queue.subject, queue.atSeconds]).toEqual([order, scheduled[order]!.at]);
          taken.push(order);
        };
        let now = 0;
        for (const { pushes, pops } of turns) {
          for (const each of pushes) {
            scheduled.push({ at: now + each, subject: scheduled.length });
            queue.push(now + each, 0, scheduled.length - 1);
          }
          for (let i = 0; i < pops; i++) take();
          now = Math.max(now, queue.atSeconds);
        }
        while (queue.length > 0) take();
        const sorted = scheduled.toSorted((a, b) => a.at - b.at || a.subject - b.subject);
        expect(taken).toEqual(sorted.map(({ subject }) => subject));
      }),
      { numRuns: 60 },
    );
  });

  it('takes times that no number can tell apart, or that never come', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 200; i++) queue.push(i % 2 === 0 ? 5 : Number.POSITIVE_INFINITY, 0, i);
    const order = Array.from({ length: 200 }, () => queue.pop() && queue.subject);
    expect(order).toEqual([
      ...Array.from({ length: 100 }, (_, i) => 2 * i),
      ...Array.from({ length: 100 }, (_, i) => 2 * i + 1),
    ]);
  });

  it('keeps kind and payload with each event while it grows', () => {
    const queue = new EventQueue(1);
    for (let i = 0; i < 100; i++) queue.push(100 - i, i % 7, i, 1000 - i);
    for (let i = 99; i >= 0; i--) {
      queue.pop();
      expect([queue.atSeconds, queue.kind, queue.subject, queue.detail]).toEqual([100 - i, i % 7, i, 1000 - i]);
    }
    expect(queue.length).toBe(0);
    expect(queue.scheduled).toBe(100);
  });
});
