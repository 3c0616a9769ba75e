import { StoreError } from '../store-error.ts';
import type { MergeSource, SourceBuild } from './merge-source.ts';

/**
 * Throws `StoreError` `cannot-merge` unless all files hold runs of one scenario, one plan and one
 * build: only then do their rows refer to the same things and compare to the last bit.
 */
export function checkSameSweep(sources: readonly MergeSource[]): void {
  const [first, ...others] = sources;
  for (const other of others) checkSameFrame(first!, other);
  const built = sources.flatMap((source) => source.builds.map((build) => ({ source, build })));
  const odd = built.find(({ build }) => buildText(build) !== buildText(built[0]!.build));
  if (!odd) return;
  const { source, build } = built[0]!;
  const where = odd.source === source ? 'other runs of it' : source.file;
  refuse(odd.source, `has runs of ${buildText(odd.build)}; ${where}: ${buildText(build)}. ${mixture}`);
}

const mixture = 'Runs of both in one file could not be compared.';

function checkSameFrame(first: MergeSource, other: MergeSource): void {
  if (other.scenarioName !== first.scenarioName) {
    refuse(other, `holds runs of the scenario "${other.scenarioName}", ${first.file} of "${first.scenarioName}".`);
  }
  if (other.scenarioHash !== first.scenarioHash) {
    const what = `holds runs of "${other.scenarioName}" as it was before or after a change of the scenario or of a file it reads`;
    refuse(other, `${what}; the other version is in ${first.file}. ${mixture}`);
  }
  if (other.frameHash === first.frameHash) return;
  const same = JSON.stringify(other.runs) === JSON.stringify(first.runs);
  if (same) refuse(other, `knows other metrics than ${first.file}: another version of Astrolabe wrote it. ${mixture}`);
  refuse(other, `plans ${planText(other)}; ${first.file} plans ${planText(first)}.`);
}

function refuse(source: MergeSource, message: string): never {
  throw new StoreError('cannot-merge', source.file, message);
}

function planText({ runs }: MergeSource): string {
  return `${runs.length} runs with seeds ${[...new Set(runs.map((run) => run.seed))].join(', ')}`;
}

function buildText({ astrolabe, build, node, platform }: SourceBuild): string {
  return `Astrolabe ${astrolabe} (build ${build.slice(0, 12)}, Node ${node}, ${platform})`;
}
