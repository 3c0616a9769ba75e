export type HypervisorErrorCode =
  | 'guest-not-found'
  | 'guest-exists'
  | 'wrong-state'
  | 'host-unavailable'
  | 'unsupported'
  | 'bad-request'
  | 'image-missing'
  | 'image-corrupt'
  | 'image-refused'
  | 'disk-full'
  | 'network-failed'
  | 'libvirt-failed'
  | 'cancelled'
  | 'timed-out';

/** A host could not do what it was asked to. The message is for the owner of the server, `cause` for the operator. */
export class HypervisorError extends Error {
  override readonly name = 'HypervisorError';
  readonly code: HypervisorErrorCode;
  /** What was being done: `spawn`, `image`, `network`, ... */
  readonly step: string;

  constructor(code: HypervisorErrorCode, step: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.step = step;
  }
}
