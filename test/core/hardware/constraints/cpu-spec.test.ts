import { describe, expect, it } from 'vitest';
import { parseCpuSpec } from '../../../../core/hardware/constraints/cpu-spec.ts';

describe('a CPU list', () => {
  it.each([
    ['0', [0]],
    ['3,1', [1, 3]],
    ['0-3,^1,6', [0, 2, 3, 6]],
    ['^1,0-3', [0, 2, 3]],
    ['0-5,^1-4', [0, 5]],
    [' 0 - 1 ,, 4', [0, 1, 4]],
    ['1_0', [10]],
    ['', []],
  ])('%j holds %j', (text, cpus) => {
    expect([...parseCpuSpec(text)]).toEqual(cpus);
  });

  it.each(['x', '-1', '1-', '3-1', '^', '1-2-3', '^x', '0-99999999999'])('%j is refused', (text) => {
    expect(() => parseCpuSpec(text)).toThrow('is not N, N-M, ^N or ^N-M');
  });
});
