import net from 'node:net';
import type { Socket } from 'node:net';
import { ConnectError } from '../errors/client-error.ts';

/** Where a daemon listens. */
export type SocketTarget = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** A connected socket, or {@link ConnectError} with the reason. */
export function dial(target: SocketTarget, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = 'socketPath' in target ? net.connect(target.socketPath) : net.connect(target.port, target.host);
    const place = targetText(target);
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new ConnectError(`${place}: no connection within ${timeoutMs} ms`));
    }, timeoutMs);
    const onError = (error: Error): void => {
      clearTimeout(timer);
      reject(new ConnectError(`${place}: ${error.message}`, error));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      // Calls are small and each one is waited for; TCP must not hold them back to fill a packet.
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 30_000);
      resolve(socket);
    });
  });
}

export function targetText(target: SocketTarget): string {
  return 'socketPath' in target ? target.socketPath : `${target.host}:${target.port}`;
}
