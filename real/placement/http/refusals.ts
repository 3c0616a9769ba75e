import { PlacementError } from '../../../core/index.ts';
import type { PlacementErrorCode } from '../../../core/index.ts';
import { errorCodes, HttpError } from './http-error.ts';

/** How one endpoint answers a refusal where it differs from the rest. */
export type Refusals = Partial<Record<PlacementErrorCode, (message: string) => HttpError>>;

const usual: Record<PlacementErrorCode, number> = {
  'provider-not-found': 404,
  'provider-duplicate': 409,
  'provider-invalid': 400,
  'provider-in-use': 409,
  'provider-has-children': 409,
  'provider-generation-conflict': 409,
  'resource-class-not-found': 404,
  'resource-class-exists': 409,
  'resource-class-in-use': 409,
  'resource-class-standard': 400,
  'trait-not-found': 404,
  'trait-in-use': 409,
  'trait-standard': 400,
  'inventory-not-found': 404,
  'inventory-exists': 409,
  'inventory-in-use': 409,
  'inventory-capacity': 400,
  'consumer-generation-conflict': 409,
  'allocations-not-found': 404,
  'allocation-provider-not-found': 400,
  'allocation-invalid': 409,
};

const codes: Partial<Record<PlacementErrorCode, string>> = {
  'provider-duplicate': errorCodes.duplicateName,
  'provider-in-use': errorCodes.providerInUse,
  'provider-has-children': errorCodes.providerHasChildren,
  'provider-generation-conflict': errorCodes.concurrentUpdate,
  'inventory-exists': errorCodes.concurrentUpdate,
  'consumer-generation-conflict': errorCodes.concurrentUpdate,
};

/** Does something with the account; a refusal becomes an HTTP error, the endpoint's own where it has one. */
export function answerRefusals<T>(work: () => T, own: Refusals = {}): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof PlacementError ? httpErrorOf(error, own) : error;
  }
}

/** The HTTP error of a refusal. */
export function httpErrorOf(error: PlacementError, own: Refusals = {}): HttpError {
  return own[error.code]?.(error.message) ?? new HttpError(usual[error.code], error.message, codes[error.code]);
}
