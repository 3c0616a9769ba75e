import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideNumaFit, type HostTopologyJson, type NumaFitCase } from '../../../core/index.ts';
import { numaFitCases } from './numa-case-arbitraries.ts';

/** Nova is a package of the system's Python, not of one that a developer may have put before it. */
const python = process.env['NOVA_PYTHON'] ?? '/usr/bin/python3';
const program = fileURLToPath(new URL('nova_numa_fit.py', import.meta.url));
const novaIsInstalled = spawnSync(python, ['-c', 'import nova.virt.hardware']).status === 0;
const CASES = Number(process.env['NOVA_CASES'] ?? 400);

describe.skipIf(!novaIsInstalled)('beside the installed Nova', () => {
  it.each([
    ['sensible', numaFitCases()],
    ['careless', numaFitCases(true)],
  ])('decides %s random cases alike', (_, arbitrary) => {
    const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
    const cases = fc.sample(arbitrary, { numRuns: CASES, seed });
    const answers = askNova(cases);
    for (const [index, given] of cases.entries()) {
      const context = `seed ${seed}, case ${index}: ${JSON.stringify(given)}`;
      expect(ours(given), context).toEqual(answers[index]);
    }
  });
});

function askNova(cases: readonly NumaFitCase[]): unknown[] {
  const input = cases.map((given) => `${JSON.stringify(given)}\n`).join('');
  const output = execFileSync(python, [program], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return output
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

function ours(given: NumaFitCase): unknown {
  const { instance_topology, fitted, host_after, error } = decideNumaFit(given);
  return {
    instance_topology,
    fitted,
    host_after: host_after && shownHost(host_after),
    error: error && { stage: error.stage, type: error.type },
  };
}

function shownHost(topology: HostTopologyJson): unknown {
  return {
    cells: topology.cells.map((cell) => ({
      id: cell.id,
      cpu_usage: cell.cpu_usage,
      memory_usage: cell.memory_usage,
      pinned_cpus: cell.pinned_cpus,
      used_pages: cell.mempages?.map((pages) => pages.used),
    })),
  };
}
