/** Codes of errors that a client may want to tell apart; Placement answers them from microversion 1.23 on. */
export const errorCodes = {
  undefined: 'placement.undefined_code',
  inventoryInUse: 'placement.inventory.inuse',
  concurrentUpdate: 'placement.concurrent_update',
  duplicateName: 'placement.duplicate_name',
  providerInUse: 'placement.resource_provider.inuse',
  providerHasChildren: 'placement.resource_provider.cannot_delete_parent',
  providerNotFound: 'placement.resource_provider.not_found',
  duplicateParameter: 'placement.query.duplicate_key',
  badParameter: 'placement.query.bad_value',
  missingParameter: 'placement.query.missing_value',
} as const;

/** Ends a request with an error status. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  /** Further members of the error object in the answer. */
  readonly more: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    code?: string,
    more: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'HttpError';
    this.status = status;
    this.code = code;
    this.more = more;
    this.headers = headers;
  }
}
