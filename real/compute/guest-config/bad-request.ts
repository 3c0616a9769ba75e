import { HypervisorError } from '../hypervisor/hypervisor-error.ts';

/** What a flavor or an image asks for makes no sense, on any host. */
export function badRequest(message: string, options?: ErrorOptions): HypervisorError {
  return new HypervisorError('bad-request', 'config', message, options);
}

/** It makes sense, but this host cannot give it. */
export function unsupported(message: string): HypervisorError {
  return new HypervisorError('unsupported', 'config', message);
}
