import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../../real/libvirt/index.ts';
import { FrameSplitter } from '../../../../real/libvirt/wire/frame-splitter.ts';
import { frameOf } from '../fake-daemon.ts';

const head = { program: 1, procedure: 1, type: 1, serial: 1, status: 0 };

function split(chunks: readonly Buffer[], frameBytesMax = 1 << 20): Buffer[] {
  const frames: Buffer[] = [];
  const splitter = new FrameSplitter(frameBytesMax, (frame) => frames.push(Buffer.from(frame)));
  for (const chunk of chunks) splitter.push(chunk);
  return frames;
}

describe('a byte stream', () => {
  it('is cut into the same messages however it was torn', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 12 });
    const tears = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(bodies, tears, (bodies_, sizes) => {
        const frames = bodies_.map((body) => frameOf(head, body));
        const whole = Buffer.concat(frames);
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          const size = sizes[turn % sizes.length] as number;
          chunks.push(whole.subarray(at, at + size));
          at += size;
        }
        expect(split(chunks)).toEqual(frames);
      }),
      { numRuns: 300 },
    );
  });

  it('is cut right when it comes byte by byte', () => {
    const whole = Buffer.concat([frameOf(head, Buffer.from('one!')), frameOf(head, Buffer.alloc(0))]);
    expect(split([...whole].map((byte) => Buffer.from([byte])))).toHaveLength(2);
  });

  it.each([0, 3, 27, 1001, 0xffffffff])('announcing a message of %i bytes is refused at its first word', (bytes) => {
    const word = Buffer.alloc(4);
    word.writeUInt32BE(bytes);
    expect(() => split([word], 1000)).toThrow(ProtocolError);
    expect(() => split([word.subarray(0, 2), word.subarray(2)], 1000)).toThrow(/messages have 28 to 1000/);
  });
});
