import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';

/** RFC 6455, section 7.4.1. */
export const closeCodes = { normal: 1000, goingAway: 1001, unsupportedData: 1003, internalError: 1011 } as const;

/** What may wait for a visitor who reads slowly, bytes; then the console is not read either. */
const waitingBytesMax = 256 * 1024;

/**
 * Carries bytes between a visitor and a console until either goes. Neither is read faster than the other takes it. Only
 * binary messages are taken: these are protocols of bytes.
 */
export function joinWebSocket(socket: WebSocket, target: Duplex): void {
  target.on('data', (bytes: Buffer) => {
    socket.send(bytes, { binary: true }, () => {
      if (socket.bufferedAmount <= waitingBytesMax) target.resume();
    });
    if (socket.bufferedAmount > waitingBytesMax) target.pause();
  });
  target.on('end', () => socket.close(closeCodes.normal));
  target.on('error', () => socket.close(closeCodes.internalError, 'the console failed'));
  // Neither an end nor an error comes from a console that is destroyed.
  target.on('close', () => socket.close(closeCodes.normal));
  target.on('drain', () => socket.resume());

  socket.on('message', (message: RawData, isBinary: boolean) => {
    if (!isBinary) socket.close(closeCodes.unsupportedData, 'binary messages only');
    else if (!target.destroyed && !target.write(message)) socket.pause();
  });
  socket.on('error', () => target.destroy());
  socket.on('close', () => target.destroy());
}
