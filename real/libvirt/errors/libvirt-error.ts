import type { RemoteError } from '../generated/types.ts';
import { errorCodeNames, errorDomainNames } from './error-names.ts';
import type { ErrorCodeName, ErrorDomainName } from './error-names.ts';

/**
 * libvirt answered with an error. `code` is its name without `VIR_ERR_` (`NO_DOMAIN`, `OPERATION_INVALID`, ...), or
 * `UNKNOWN` when this client is older than the daemon; `number` has it either way.
 *
 *     try { await connection.lookupDomainByName('web') }
 *     catch (error) { if (isLibvirtError(error, 'NO_DOMAIN')) return undefined; throw error; }
 */
export class LibvirtError extends Error {
  override readonly name = 'LibvirtError';
  readonly code: ErrorCodeName | 'UNKNOWN';
  readonly number: number;
  readonly domain: ErrorDomainName | 'UNKNOWN';
  readonly level: 'none' | 'warning' | 'error';
  /** The call that was refused, by its name in this client. */
  readonly procedure: string;
  readonly details: RemoteError;

  constructor(procedure: string, details: RemoteError) {
    const code = (errorCodeNames as Record<number, ErrorCodeName>)[details.code] ?? 'UNKNOWN';
    super(`${procedure}: ${details.message ?? 'no message'} (${code})`);
    this.code = isUnknownProcedure(details) ? 'NO_SUPPORT' : code;
    this.number = details.code;
    this.domain = (errorDomainNames as Record<number, ErrorDomainName>)[details.domain] ?? 'UNKNOWN';
    this.level = details.level === 2 ? 'error' : details.level === 1 ? 'warning' : 'none';
    this.procedure = procedure;
    this.details = details;
  }
}

/** True for libvirt's own errors, and with `codes` only for one of these. */
export function isLibvirtError(error: unknown, ...codes: readonly ErrorCodeName[]): error is LibvirtError {
  if (!(error instanceof LibvirtError)) return false;
  return codes.length === 0 || codes.some((code) => code === error.code);
}

/** A daemon older than the call says so with a general RPC error; libvirt's own client maps it the same way. */
function isUnknownProcedure(details: RemoteError): boolean {
  return details.code === 39 && (details.message ?? '').startsWith('unknown procedure');
}
