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
