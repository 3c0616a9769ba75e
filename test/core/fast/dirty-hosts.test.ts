import { describe, expect, it } from 'vitest';
import { DirtyHosts } from '../../../core/fast/dirty-hosts.ts';

describe('DirtyHosts', () => {
  it('names each host once, with all that changed of it', () => {
    const dirty = new DirtyHosts(4);
    dirty.mark(1, true);
    dirty.markRoom(2, true);
    dirty.mark(2, true);
    dirty.mark(3, true);
    dirty.mark(3, false);
    expect([...dirty.indexes.subarray(0, dirty.count)]).toEqual([1, 2, 3]);
    expect([1, 2, 3].map((host) => dirty.hasSameRoom(host))).toEqual([true, false, false]);
    expect([1, 2, 3].map((host) => dirty.isThorough(host))).toEqual([false, false, true]);
  });

  it('takes more than amounts of a provider for a change of everything', () => {
    const dirty = new DirtyHosts(1);
    dirty.markRoom(0, false);
    expect(dirty.isThorough(0)).toBe(true);
  });

  it('does not hear of providers that are no hosts, and forgets', () => {
    const dirty = new DirtyHosts(2);
    dirty.markRoom(5, false);
    dirty.mark(0, true);
    dirty.clear();
    dirty.mark(1, true);
    expect([...dirty.indexes.subarray(0, dirty.count)]).toEqual([1]);
    expect(dirty.hasSameRoom(0)).toBe(false);
  });
});
