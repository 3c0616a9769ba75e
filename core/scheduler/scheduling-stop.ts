import { filterRegistry } from '../filters/registry.ts';
import { HardwareError } from '../hardware/hardware-error.ts';
import { weigherRegistry } from '../weighers/registry.ts';
import type { DecisionError } from './decision.ts';
import { type ErrorPlace, RequestError } from './request-error.ts';

/** Carries out of a stage what ended the request there. Internal to the engine. */
export class SchedulingStop extends Error {
  readonly outcome: DecisionError;

  constructor(outcome: DecisionError) {
    super(outcome.message);
    this.outcome = outcome;
  }
}

/**
 * A person's own filter or weigher threw: a defect of that extension, with its name, the host it
 * was asked about and what it threw (`cause`).
 */
export class ExtensionError extends Error {
  readonly extension: string;

  constructor(kind: 'filter' | 'weigher', extension: string, node: string | undefined, cause: unknown) {
    const about = node === undefined ? '' : ` about host ${node}`;
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(`the ${kind} "${extension}" threw when asked${about}: ${why}`, { cause });
    this.name = 'ExtensionError';
    this.extension = extension;
  }
}

/**
 * What to throw for an error inside a filter or weigher: an end of the request where Nova too ends
 * it, the author's defect for an own extension, and the error itself for a defect of ours.
 */
export function stopFor(
  kind: 'filter' | 'weigher',
  definition: { readonly name: string },
  error: unknown,
  place: ErrorPlace,
): unknown {
  if (error instanceof RequestError || error instanceof HardwareError) {
    return new SchedulingStop({ type: error.type, message: error.message, place });
  }
  const registered: ReadonlyMap<string, unknown> = kind === 'filter' ? filterRegistry : weigherRegistry;
  if (registered.get(definition.name) === definition) return error;
  return new ExtensionError(kind, definition.name, place.node, error);
}
