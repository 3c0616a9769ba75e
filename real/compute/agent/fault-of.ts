import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { InstanceFault } from './conductor-port.ts';

/** What the owner of a server is told about an error. The inside of a defect of ours is none of their business. */
export function faultOf(error: unknown, step: string): InstanceFault {
  if (error instanceof HypervisorError) return { code: error.code, step: error.step, message: error.message };
  return { code: 'internal', step, message: 'The host met an internal error.' };
}
