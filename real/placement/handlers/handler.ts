import { PlacementError } from '../../../core/index.ts';
import type { Placement } from '../../../core/index.ts';
import type { Answer } from '../http/answer.ts';
import type { PlacementRequest } from '../http/placement-request.ts';

/** Answers one method of one path. Throws `HttpError` or `PlacementError` to refuse; nothing is changed then. */
export type Handler = (request: PlacementRequest, placement: Placement) => Answer;

/** Number of the provider in the path. Throws 404. */
export function pathProvider(request: PlacementRequest, placement: Placement): number {
  return placement.provider(request.params['uuid']!);
}

/** Refuses a client that does not know the provider's present generation. */
export function checkGeneration(placement: Placement, provider: number, known: number, message: string): void {
  if (placement.state.facts(provider).generation !== known) {
    throw new PlacementError('provider-generation-conflict', message);
  }
}

export const noContent: Answer = { status: 204 };
