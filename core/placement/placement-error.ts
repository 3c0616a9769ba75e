/** What kept an operation from being done; each code is one situation, whatever the wording. */
export type PlacementErrorCode =
  | 'provider-not-found'
  | 'provider-duplicate'
  | 'provider-invalid'
  | 'provider-in-use'
  | 'provider-has-children'
  | 'provider-generation-conflict'
  | 'resource-class-not-found'
  | 'resource-class-exists'
  | 'resource-class-in-use'
  | 'resource-class-standard'
  | 'trait-not-found'
  | 'trait-in-use'
  | 'trait-standard'
  | 'inventory-not-found'
  | 'inventory-exists'
  | 'inventory-in-use'
  | 'inventory-capacity'
  | 'consumer-generation-conflict'
  | 'allocations-not-found'
  | 'allocation-provider-not-found'
  | 'allocation-invalid';

/** An operation that was refused; nothing has changed. */
export class PlacementError extends Error {
  readonly code: PlacementErrorCode;

  constructor(code: PlacementErrorCode, message: string) {
    super(message);
    this.name = 'PlacementError';
    this.code = code;
  }
}
