/** The 28 bytes in front of every message: its length (itself included) and six words that say what it is. */
export interface FrameHead {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
}

export const frameHeadBytes = 28;
/** libvirt's own bound (VIR_NET_MESSAGE_MAX, and the length word that it does not count). */
export const frameBytesMax = 33_554_432 + 4;
/** The most data that libvirt takes in one stream message. */
export const streamDataBytesMax = 262_120;

export const frameTypes = {
  call: 0,
  reply: 1,
  message: 2,
  stream: 3,
  callWithFds: 4,
  replyWithFds: 5,
  streamHole: 6,
} as const;
export const frameStatuses = { ok: 0, error: 1, continue: 2 } as const;

export const keepaliveProgram = 0x6b656570;
export const keepaliveProcedures = { ping: 1, pong: 2 } as const;
/** Every program that libvirt's daemon offers is at version 1. */
export const programVersion = 1;

export function writeFrameHead(frame: Buffer, lengthBytes: number, head: Omit<FrameHead, 'version'>): void {
  frame.writeUInt32BE(lengthBytes, 0);
  frame.writeUInt32BE(head.program, 4);
  frame.writeUInt32BE(programVersion, 8);
  frame.writeInt32BE(head.procedure, 12);
  frame.writeInt32BE(head.type, 16);
  frame.writeUInt32BE(head.serial, 20);
  frame.writeInt32BE(head.status, 24);
}

export function readFrameHead(frame: Buffer): FrameHead {
  return {
    program: frame.readUInt32BE(4),
    version: frame.readUInt32BE(8),
    procedure: frame.readInt32BE(12),
    type: frame.readInt32BE(16),
    serial: frame.readUInt32BE(20),
    status: frame.readInt32BE(24),
  };
}
