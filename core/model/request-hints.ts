import type { RequestSpec } from './request-spec.ts';

/** Values of a scheduler hint; `undefined` when it was not given. */
export function hintValues(request: RequestSpec, name: string): readonly string[] | undefined {
  const hints = request.schedulerHints;
  return hints !== undefined && Object.hasOwn(hints, name) ? hints[name] : undefined;
}

/**
 * True for a request that asks only whether a host may rebuild an instance with another image:
 * filters about room are passed over. Nova: `utils.request_is_rebuild`.
 */
export function isRebuild(request: RequestSpec): boolean {
  const check = hintValues(request, CHECK_TYPE_HINT);
  return check?.length === 1 && check[0] === 'rebuild';
}

/** The internal hint with which Nova's conductor says what it checks. */
export const CHECK_TYPE_HINT = '_nova_check_type';
