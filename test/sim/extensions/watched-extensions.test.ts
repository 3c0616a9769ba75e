import { describe, expect, it } from 'vitest';
import { defineFilter, defineWeigher, type HostState } from '../../../core/index.ts';
import { WatchBoard } from '../../../sim/extensions/watch-board.ts';
import { watchedFilter, watchedWeigher } from '../../../sim/extensions/watched-extensions.ts';
import { buildHost, buildRequest } from '../../core/build-cloud.ts';

const request = buildRequest();
const context = { options: {}, nowSeconds: 0, instanceUuid: 'instance-1' } as never;
const of = (calls: (host: HostState) => boolean) =>
  defineFilter({
    name: 'Own',
    summary: 'Own.',
    codes: ['own'],
    reads: ['numIoOps'],
    bind: () => ({ passes: calls, explain: () => ({ code: 'own', needed: 'a', had: 'b' }) }),
  });

describe('a watched filter', () => {
  it('answers as itself and keeps what it declares', () => {
    const filter = watchedFilter(
      of((host) => host.index === 1),
      'own.ts',
      new WatchBoard(),
    );
    const check = filter.bind(request, context)!;
    expect([0, 1].map((index) => check.passes(buildHost(index)))).toEqual([false, true]);
    expect(check.explain(buildHost(0))).toEqual({ code: 'own', needed: 'a', had: 'b' });
    expect(filter).toMatchObject({ name: 'Own', reads: ['numIoOps'] });
  });

  it('shows another thread the call that it is in, and nothing before and after', () => {
    const board = new WatchBoard();
    const other = new WatchBoard(board.memory);
    const seen: unknown[] = [other.look()];
    const passes = () => {
      seen.push(other.look());
      return true;
    };
    watchedFilter(of(passes), 'own.ts', board).bind(request, context)!.passes(buildHost(3));
    seen.push(other.look());
    const subject = 'the filter "Own" of own.ts';
    const phrase = 'instance instance-1 of flavor "m1.small"';
    expect(seen).toEqual([undefined, { call: 3, subject, host: 3, request: phrase }, undefined]);
  });

  it('has left when it threw', () => {
    const board = new WatchBoard();
    const throwing = () => {
      throw new Error('boom');
    };
    const check = watchedFilter(of(throwing), 'own.ts', board).bind(request, context)!;
    expect(() => check.passes(buildHost(0))).toThrow('boom');
    expect(new WatchBoard(board.memory).look()).toBeUndefined();
  });
});

describe('a watched weigher', () => {
  it('answers as itself, and shows its multiplier and raw values', () => {
    const board = new WatchBoard();
    const other = new WatchBoard(board.memory);
    const hosts: (number | undefined)[] = [];
    const note = (value: number) => {
      hosts.push(other.look()!.host);
      return value;
    };
    const weigher = watchedWeigher(
      defineWeigher({
        name: 'Own',
        summary: 'Own.',
        multiplier: () => note(2),
        bind: () => ({ raw: (host) => note(host.index), constant: 5 }),
      }),
      'own.ts',
      board,
    );
    const score = weigher.bind(request, [], context);
    expect([weigher.multiplier({} as never), score.raw(buildHost(7)), score.constant]).toEqual([2, 7, 5]);
    expect(hosts).toEqual([undefined, 7]);
  });
});
