import { AuthenticationError } from '../errors/client-error.ts';
import { procedures } from '../generated/procedures.ts';
import type { Procedure } from './procedure.ts';

/** Makes one call on a link that is not in general use yet. */
export type DirectCall = <Args, Result>(
  procedure: Procedure<Args, Result>,
  args: Args,
  onResult?: (result: Result) => void,
) => Promise<Result>;

export interface HandshakeOptions {
  /** The URI as the daemon knows it (`qemu:///system`); null lets it choose. */
  readonly driverUri: string | null;
  readonly readOnly: boolean;
  /** Tells the daemon that it may watch this client with keepalive messages too. */
  readonly announceKeepalive: boolean;
}

const authTypes = { none: 0, sasl: 1, polkit: 2 } as const;
const programKeepaliveFeature = 10;
const readOnlyFlag = 1;

/** Everything that libvirt wants before the first real call: authentication, features, then the driver is opened. */
export async function handshake(call: DirectCall, options: HandshakeOptions): Promise<void> {
  const { types } = await call(procedures.authList, undefined);
  if (types.length > 0 && !types.includes(authTypes.none)) await authenticate(call, types);
  if (options.announceKeepalive) {
    await call(procedures.connectSupportsFeature, { feature: programKeepaliveFeature });
  }
  await call(procedures.connectOpen, { name: options.driverUri, flags: options.readOnly ? readOnlyFlag : 0 });
}

async function authenticate(call: DirectCall, types: readonly number[]): Promise<void> {
  if (types.includes(authTypes.polkit)) {
    const { complete } = await call(procedures.authPolkit, undefined);
    if (complete !== 0) return;
    throw new AuthenticationError('polkit did not let this process in');
  }
  const wanted = types.includes(authTypes.sasl) ? 'SASL' : `authentication of type ${types.join(', ')}`;
  throw new AuthenticationError(
    `the daemon asks for ${wanted}; this client can do without (auth_unix_rw or auth_tcp = "none") and polkit`,
  );
}
