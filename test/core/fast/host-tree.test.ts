import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostTree, LEFT, RIGHT, ROW } from '../../../core/fast/host-tree.ts';

function inOrder(tree: HostTree, root: number): number[] {
  if (root < 0) return [];
  const { rows } = tree;
  return [...inOrder(tree, rows[root * ROW + LEFT]!), root, ...inOrder(tree, rows[root * ROW + RIGHT]!)];
}

describe('HostTree', () => {
  it('keeps several sets of hosts in ascending order while hosts come and go', () => {
    const toggles = fc.array(fc.record({ host: fc.nat(39), set: fc.nat(2) }), { maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(toggles, (steps) => {
        const tree = new HostTree(40);
        const roots = [-1, -1, -1];
        const sets = [new Set<number>(), new Set<number>(), new Set<number>()];
        for (const { host, set } of steps) {
          const holder = sets.findIndex((each) => each.has(host));
          if (holder >= 0) {
            roots[holder] = tree.remove(roots[holder]!, host);
            sets[holder]!.delete(host);
          } else {
            roots[set] = tree.insert(roots[set]!, host);
            sets[set]!.add(host);
          }
          roots.forEach((root, i) => expect(inOrder(tree, root)).toEqual([...sets[i]!].toSorted((a, b) => a - b)));
        }
      }),
      { numRuns: 100 },
    );
  });
});
