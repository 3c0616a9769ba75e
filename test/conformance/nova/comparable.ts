import type { NovaAnswer } from './recorded-case.ts';

/**
 * What of an answer must be equal: everything but the texts of errors, the order in which sets were
 * written, and CPU pins of one cell among themselves (CPython's set order chooses among siblings).
 */
export function comparable(answer: NovaAnswer): object {
  const { id, error, rounds, selections, hosts_after: after } = answer;
  return {
    id,
    error: error && { type: error.type, stage: error.stage, filter: error.filter, weigher: error.weigher },
    rounds: rounds?.map(({ start, filters, filtered, weighers, weighed }) => {
      return { start, filters, filtered, weighers, weighed };
    }),
    selections: selections ?? null,
    hosts_after: after && Object.fromEntries(Object.entries(after).map(([node, host]) => [node, sorted(host)])),
  };
}

function sorted(host: Readonly<Record<string, unknown>>): object {
  const topology = host['numa_topology'] as { cells: { siblings: number[][] }[] } | null;
  const cells = topology?.cells.map((cell) => {
    return { ...cell, siblings: cell.siblings.map((each) => each.join()).sort() };
  });
  return { ...host, numa_topology: cells ?? null };
}
