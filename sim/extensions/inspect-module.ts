import { InputError } from '../input-error.ts';
import { type ExtensionNames, workOnModule } from './module-task.ts';

/**
 * Names what a module exports, without running any of it in this thread. Throws InputError for a
 * module that does not load within the limit, or exports neither filter nor weigher.
 */
export async function inspectModule(path: string, limitSeconds: number): Promise<ExtensionNames> {
  const { answers, overdue } = await workOnModule(path, limitSeconds);
  for (const answer of answers) if (answer.type === 'loaded') return answer.names;
  throw neverLoads(path, overdue?.message ?? 'a module that never finishes loading');
}

export function neverLoads(file: string, found: string): InputError {
  return new InputError([{ code: 'own-module', file, found, accepted: 'a module that loads' }]);
}
