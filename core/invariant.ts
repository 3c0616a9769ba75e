/**
 * Stops the program when something that must always hold does not: a defect of the program, never
 * of its input. Stays on in production; keep the condition cheap.
 */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

export class InvariantError extends Error {
  constructor(message: string) {
    super(`broken invariant: ${message}`);
    this.name = 'InvariantError';
  }
}
