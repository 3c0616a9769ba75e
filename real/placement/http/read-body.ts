import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

const EMPTY = Buffer.alloc(0);

/** Reads a request's body. Throws 413 for one that is longer than `maxBytes`. */
export function readBody(request: IncomingMessage, maxBytes: number): Buffer | Promise<Buffer> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > maxBytes) throw tooLarge(maxBytes);
  if (length === 0 && request.headers['transfer-encoding'] === undefined) return EMPTY;
  return collect(request, maxBytes);
}

/** By events: an iterator over the request costs more than all else that is done for a small body. */
function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) reject(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `The body is larger than ${maxBytes} bytes.`, undefined, {}, { connection: 'close' });
}
