/** Every way in which the network of a host can fail, by its stable code. */
export const networkErrorCodes = {
  'bad-port': 'a port, network, subnet or rule has a value that is not accepted',
  'bad-configuration': 'an option of the driver has a value that is not accepted',
  'not-started': 'the driver was not started, or was stopped',
  'port-not-found': 'the port is not plugged here',
  'subnet-overlap': 'another network on this host has addresses in common',
  'name-taken': 'a device of somebody else has the name',
  'missing-tool': 'a program is not installed',
  'missing-device': 'a network device, a bridge above all, is not there',
  'no-permission': 'the driver may not change the network of this host',
  'rules-refused': 'nftables did not take the rules',
  'dhcp-failed': 'dnsmasq did not start',
  'timed-out': 'a program did not end in time',
  'command-failed': 'a program failed',
} as const;

export type NetworkErrorCode = keyof typeof networkErrorCodes;

/** The network of this host could not be brought to what was asked; what had been begun was taken back. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
