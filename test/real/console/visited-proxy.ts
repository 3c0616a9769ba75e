import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConsoleProxy, ConsoleTokens } from '../../../real/console/index.ts';
import type { ConsoleProxyOptions, ConsoleTarget } from '../../../real/console/index.ts';

export interface VisitedProxy {
  readonly proxy: ConsoleProxy;
  readonly tokens: ConsoleTokens<ConsoleTarget>;
  readonly port: number;
  /** Address for a visit to this console. */
  address(target: ConsoleTarget): string;
  close(): Promise<void>;
}

/** A proxy on a port of its own; pages come from `page`. */
export async function visitedProxy(
  options: Partial<ConsoleProxyOptions> = {},
  page: http.RequestListener = (_request, response) => void response.writeHead(404).end(),
): Promise<VisitedProxy> {
  const tokens = new ConsoleTokens<ConsoleTarget>();
  const proxy = new ConsoleProxy({ redeem: (token) => tokens.redeem(token), ...options });
  const server = http.createServer(page).on('upgrade', proxy.upgrade);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    proxy,
    tokens,
    port,
    address: (target) => `ws://127.0.0.1:${port}/websockify?token=${tokens.create(target)}`,
    close: async () => {
      proxy.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
