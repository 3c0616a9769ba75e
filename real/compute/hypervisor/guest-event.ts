import type { PowerState } from './guest.ts';

/** A change in a guest's life, also one that nobody here asked for. */
export interface GuestEvent {
  readonly uuid: string;
  readonly kind: 'started' | 'stopped' | 'crashed' | 'paused' | 'resumed' | 'suspended' | 'deleted';
  readonly powerState: PowerState;
}
