import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideNumaFit, type HostTopologyJson, type NumaFitCase } from '../../../core/index.ts';
import { numaFitCases } from './numa-case-arbitraries.ts';

/** Nova is a package of the system's Python, not of one that a developer may have put before it. */
const python = process.env['NOVA_PYTHON'] ?? '/usr/bin/python3';
const program = fileURLToPath(new URL('nova_numa_fit.py', import.meta.url));
const novaIsInstalled = spawnSync(python, ['-c', 'import nova.virt.hardware']).status === 0;
/** How many cases; half of them are careless. */
const CASES = Number(process.env['NOVA_CASES'] ?? 600);

describe.skipIf(!novaIsInstalled)('beside the installed Nova', () => {
  it('decides random cases alike, sensible and careless ones', () => {
    const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
    const cases = [false, true].flatMap((odd) => fc.sample(numaFitCases(odd), { numRuns: CASES / 2, seed }));
    const answers = askNova(cases);
    expect(answers).toHaveLength(cases.length);
    const ours = cases.map(decided);
    const first = ours.findIndex((answer, index) => !isDeepStrictEqual(answer, answers[index]));
    // Compared as one, so that a difference is shown with what is needed to repeat it.
    expect({ seed, case: cases[first], answer: ours[first] }).toEqual({
      seed,
      case: cases[first],
      answer: answers[first],
    });
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

function decided(given: NumaFitCase): unknown {
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
