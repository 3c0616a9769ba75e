import { LibvirtClientError } from '../../libvirt/errors/client-error.ts';
import { LibvirtError } from '../../libvirt/errors/libvirt-error.ts';
import type { ErrorCodeName } from '../../libvirt/errors/error-names.ts';
import { NetworkError } from '../../network/network-error.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { HypervisorErrorCode } from '../hypervisor/hypervisor-error.ts';

/**
 * Whatever went wrong below, as a `HypervisorError` with the step. libvirt's own words are for the owner of a server only
 * where they are about the server; the rest is in `cause`.
 */
export function hypervisorFailure(error: unknown, step: string): HypervisorError {
  if (error instanceof HypervisorError) return error;
  const cause = { cause: error };
  if (error instanceof LibvirtError) {
    const code = codeOf(error);
    return new HypervisorError(
      code,
      step,
      `${sentences[code] ?? 'libvirt refused'}: ${error.details.message ?? error.message}`,
      cause,
    );
  }
  if (error instanceof LibvirtClientError) return fromClient(error, step);
  if (error instanceof NetworkError)
    return new HypervisorError('network-failed', step, `network: ${error.message}`, cause);
  if (error instanceof Error && error.name === 'AbortError')
    return new HypervisorError('cancelled', step, 'cancelled', cause);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new HypervisorError('disk-full', step, 'the disk of the host is full', cause);
  }
  return new HypervisorError('libvirt-failed', step, error instanceof Error ? error.message : String(error), cause);
}

const sentences: Partial<Record<HypervisorErrorCode, string>> = {
  'guest-not-found': 'libvirt does not know the guest',
  'wrong-state': 'the guest is in another state',
  unsupported: 'this host cannot run such a guest',
  'disk-full': 'the disk of the host is full',
};

const codes: Partial<Record<ErrorCodeName, HypervisorErrorCode>> = {
  NO_DOMAIN: 'guest-not-found',
  OPERATION_INVALID: 'wrong-state',
  CONFIG_UNSUPPORTED: 'unsupported',
  CPU_INCOMPATIBLE: 'unsupported',
  NO_SUPPORT: 'unsupported',
  OPERATION_UNSUPPORTED: 'unsupported',
  OPERATION_TIMEOUT: 'timed-out',
  DOM_EXIST: 'guest-exists',
};

function codeOf(error: LibvirtError): HypervisorErrorCode {
  // QEMU's own errors come as text only.
  if (/No space left on device|Disk quota exceeded/.test(error.message)) return 'disk-full';
  return codes[error.code as ErrorCodeName] ?? 'libvirt-failed';
}

function fromClient(error: LibvirtClientError, step: string): HypervisorError {
  const cause = { cause: error };
  switch (error.code) {
    case 'CALL_ABORTED':
      return new HypervisorError('cancelled', step, 'cancelled', cause);
    case 'CALL_TIMEOUT':
      if (!error.mayHaveRun)
        return new HypervisorError('host-unavailable', step, 'the host waits for its libvirt', cause);
      return new HypervisorError('timed-out', step, 'libvirt did not answer in time', cause);
    case 'BAD_ARGUMENT':
      return new HypervisorError('bad-request', step, error.message, cause);
    default:
      return new HypervisorError('host-unavailable', step, 'the host has lost its libvirt', cause);
  }
}
