import net from 'node:net';
import type { Duplex } from 'node:stream';

/** A console of a guest, to be opened for one visitor. */
export interface ConsoleTarget {
  /** @throws when the console cannot be reached */
  open(signal: AbortSignal): Promise<Duplex>;
}

/** A VNC server or a serial console behind a unix socket. */
export function unixSocketTarget(socketPath: string): ConsoleTarget {
  return {
    open: (signal) =>
      new Promise((resolve, reject) => {
        const socket = net.connect({ path: socketPath, signal });
        socket.once('error', reject);
        socket.once('connect', () => {
          socket.off('error', reject);
          resolve(socket);
        });
      }),
  };
}
