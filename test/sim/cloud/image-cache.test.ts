import { describe, expect, it } from 'vitest';
import { ImageCache } from '../../../sim/cloud/image-cache.ts';

/** Two hosts, two images of 500 and 1000 MiB, 100 MiB/s: 5 and 10 s. Unused images stay 60 s. */
function makeCache(): ImageCache {
  return new ImageCache({ hosts: 2, sizesMib: [500, 1000], downloadMibPerSecond: 100, cacheSeconds: 60 });
}

describe('the image cache', () => {
  it('makes the first build on a host wait for the download, and later ones not', () => {
    const cache = makeCache();
    expect(cache.use(0, 0, 100)).toBe(105);
    expect(cache.use(0, 0, 200)).toBe(200);
    expect(cache.use(0, 1, 200)).toBe(210);
    expect(cache.use(1, 0, 200)).toBe(205);
  });

  it('lets builds share a download that is under way', () => {
    const cache = makeCache();
    expect(cache.use(0, 1, 100)).toBe(110);
    expect(cache.use(0, 1, 104)).toBe(110);
  });

  it('drops an image that nobody used for long enough, and keeps one in use', () => {
    const cache = makeCache();
    cache.use(0, 0, 0);
    cache.use(0, 0, 0);
    cache.leave(0, 0, 10);
    expect(cache.use(0, 0, 10_000)).toBe(10_000);
    cache.leave(0, 0, 10_000);
    cache.leave(0, 0, 10_000);
    expect(cache.use(0, 0, 10_060)).toBe(10_060);
    cache.leave(0, 0, 10_060);
    expect(cache.use(0, 0, 10_121)).toBe(10_126);
  });

  it('forgets downloads that a failure of the host interrupts, and keeps what was there', () => {
    const cache = makeCache();
    cache.use(0, 0, 0);
    cache.use(0, 1, 0);
    cache.interrupt(0, 7);
    expect(cache.use(0, 0, 8)).toBe(8);
    expect(cache.use(0, 1, 8)).toBe(18);
  });
});
