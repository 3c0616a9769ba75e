/**
 * Stops the program when something that must always hold does not: a defect of the program, never
 * of its input. Stays on in production; keep the condition cheap. A message that must be put together
 * is given as a function, or behind an `if` where even that is too much.
 */
export function invariant(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InvariantError(typeof message === 'string' ? message : message());
}

export class InvariantError extends Error {
  constructor(message: string) {
    super(`broken invariant: ${message}`);
    this.name = 'InvariantError';
  }
}
