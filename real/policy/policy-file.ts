import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { PolicyError } from './policy-error.ts';

/**
 * Reads an operator's policy file: YAML (or JSON), rules by name.
 * Throws a `PolicyError` that names the file and what is wrong with it.
 */
export function readPolicyFile(path: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new PolicyError(`policy file ${path}: ${(error as Error).message}`, { cause: error });
  }
  if (content === null || content === undefined) return {};
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new PolicyError(
      `policy file ${path}: found a ${Array.isArray(content) ? 'list' : typeof content}, expected rules by name`,
    );
  }
  return content as Record<string, unknown>;
}
