import { resolve } from 'node:path';
import type { ExtensionReport } from '../../core/index.ts';
import { callLimitSeconds } from './call-limit.ts';
import { neverLoads } from './inspect-module.ts';
import { type ModuleAnswer, workOnModule } from './module-task.ts';

export interface ModuleCheck {
  /** Of the filters and weighers that were checked to the end, in the order of the module. */
  readonly reports: readonly ExtensionReport[];
  /** The one that never returned, in a sentence; those after it were not checked. */
  readonly overdue?: { readonly kind: ExtensionReport['kind']; readonly name: string; readonly message: string };
}

/**
 * Checks the laws of every own filter and weigher of a module, on a sample drawn from a seed, in a
 * thread that is ended when one call takes longer than the limit. Throws InputError for a module that
 * does not load.
 */
export async function checkModule(
  file: string,
  { seed = 1, limitSeconds = callLimitSeconds() }: { readonly seed?: number; readonly limitSeconds?: number } = {},
): Promise<ModuleCheck> {
  const path = resolve(file);
  const { answers, overdue } = await workOnModule(path, limitSeconds, { seed });
  const reports = answers.flatMap((answer) => (answer.type === 'checked' ? [answer.report] : []));
  if (overdue === undefined) return { reports };
  const begun = answers.findLast((answer): answer is Extract<ModuleAnswer, { type: 'checking' }> => {
    return answer.type === 'checking';
  });
  if (begun === undefined) throw neverLoads(path, overdue.message);
  return { reports, overdue: { kind: begun.kind, name: begun.name, message: overdue.message } };
}
