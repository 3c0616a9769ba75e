import { z } from 'zod';
import type { MessageContext } from '../bus.ts';
import { RefusedMessageError } from '../message.ts';
import type { Message } from '../message.ts';

/** A message as the broker delivers it; anybody may have put it there. */
export interface Delivery {
  readonly deliveryTag: number;
  /** Name of the method or the event. */
  readonly type?: string;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body: Buffer | string | object;
}

const headersSchema = z.object({
  version: z.number().int().positive(),
  traceparent: z.string(),
  'request-id': z.string(),
});

export function headersOf(version: number, { traceparent, requestId }: MessageContext): Record<string, unknown> {
  return { version, traceparent, 'request-id': requestId } satisfies z.infer<typeof headersSchema>;
}

/** @throws RefusedMessageError `malformed` for a message of something else */
export function messageFrom({ type, headers, body }: Delivery): Message {
  const checked = headersSchema.safeParse(headers);
  if (type === undefined || !checked.success || !Buffer.isBuffer(body)) {
    throw new RefusedMessageError('malformed', 'a message without type, version, traceparent or request id');
  }
  const { version, traceparent, 'request-id': requestId } = checked.data;
  return { name: type, version, body: body.toString(), context: { traceparent, requestId } };
}
