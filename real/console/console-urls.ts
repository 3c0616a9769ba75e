/** How a console is visited: noVNC's page, or a websocket that carries the bytes of the serial port. */
export type ConsoleType = 'novnc' | 'serial';

/** Where the compute API gets addresses of consoles. */
export interface ConsoleUrls {
  /**
   * An address that is good for one visit. `host` is the service host of the server.
   *
   * @throws BusError as the host says it: `wrong-state`, `unsupported`, `guest-not-found`, `host-unavailable`
   */
  open(server: { readonly uuid: string; readonly host: string }, type: ConsoleType): Promise<string>;
  /** Addresses of a server that goes are good for nothing any more. */
  revoke(serverUuid: string): void;
}
