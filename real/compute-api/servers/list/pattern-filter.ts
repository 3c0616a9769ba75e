import vm from 'node:vm';
import { ApiError } from '../../../http/api-error.ts';

/** Enough for any honest pattern on all names of a page; a dishonest one must not hold the service up. */
const patternTimeoutMs = 200;

/**
 * The texts that a regular expression of the user matches somewhere, in any case, as databases below Nova do.
 * @throws ApiError 400 for a pattern that cannot be read, or takes too long
 */
export function matchingTexts(source: string, texts: readonly string[]): ReadonlySet<string> {
  try {
    // Without quantifiers and groups there is nothing to backtrack into.
    const isPlain = !/[*+?{(|\\]/.test(source);
    const pattern = new RegExp(source, 'i');
    return new Set(isPlain ? texts.filter((text) => pattern.test(text)) : guarded(pattern, texts));
  } catch (error) {
    throw new ApiError(400, `The regular expression ${source} cannot be used: ${(error as Error).message}`);
  }
}

/** A regular expression can run for years; only the timeout of a script ends it. */
function guarded(pattern: RegExp, texts: readonly string[]): readonly string[] {
  const matches = (): readonly string[] => texts.filter((text) => pattern.test(text));
  const context = vm.createContext({ matches });
  return vm.runInContext('matches()', context, { timeout: patternTimeoutMs }) as readonly string[];
}
