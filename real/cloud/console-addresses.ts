import type { ConductorClient } from '../conductor/conductor-client.ts';
import { unixSocketTarget } from '../console/index.ts';
import type { ConsoleService, ConsoleType, ConsoleUrls } from '../console/index.ts';
import { currentContext } from '../trace/index.ts';

/** Addresses of consoles, from the hosts that have them. */
export class ConsoleAddresses implements ConsoleUrls {
  readonly #conductor: ConductorClient;
  readonly #service: ConsoleService;

  constructor(conductor: ConductorClient, service: ConsoleService) {
    this.#conductor = conductor;
    this.#service = service;
  }

  async open({ uuid, host }: { readonly uuid: string; readonly host: string }, type: ConsoleType): Promise<string> {
    const kind = type === 'serial' ? 'serial' : 'vnc';
    const { socketPath } = await this.#conductor.consoleEndpoint(host, uuid, kind, currentContext());
    return this.#service.addressOf(uuid, type, unixSocketTarget(socketPath));
  }

  revoke(serverUuid: string): void {
    this.#service.revoke(serverUuid);
  }
}
