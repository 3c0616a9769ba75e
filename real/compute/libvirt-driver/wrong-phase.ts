import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import type { GuestRecord } from './guest-record.ts';

/** The verb does not fit to what was done to the guest before. */
export function wrongPhase({ phase }: GuestRecord, what: string): HypervisorError {
  const meaning = meanings[phase] ?? `in the middle of another change (${phase})`;
  return new HypervisorError('wrong-state', 'state', `the guest cannot be ${what}: it is ${meaning}`);
}

const meanings: Partial<Record<GuestRecord['phase'], string>> = {
  active: 'neither rescued nor resized',
  rescued: 'being rescued; unrescue it first',
  resized: 'resized, which has to be confirmed or reverted first',
};
