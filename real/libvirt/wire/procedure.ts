import type { XdrReader } from './xdr-reader.ts';
import type { XdrWriter } from './xdr-writer.ts';

/** One procedure of the protocol with its codecs, both ways: a server in a test speaks with the same ones. */
export interface Procedure<Args, Result> {
  readonly name: string;
  readonly program: number;
  readonly number: number;
  readonly lane: Lane;
  /** Whether data follows the reply, and from which side. */
  readonly stream: 'none' | 'sends' | 'receives';
  readonly encodeArgs: (writer: XdrWriter, args: Args) => void;
  readonly decodeArgs: (reader: XdrReader) => Args;
  readonly encodeResult: (writer: XdrWriter, result: Result) => void;
  readonly decodeResult: (reader: XdrReader) => Result;
}

/**
 * `slow` calls may wait long inside libvirt, `rescue` calls end such waiting, `pinned` ones must share a connection. See
 * `Lanes`.
 */
export type Lane = 'main' | 'slow' | 'rescue' | 'pinned';

export interface PlainProcedure<Args, Result> extends Procedure<Args, Result> {
  readonly stream: 'none';
}

export interface StreamProcedure<Args, Result> extends Procedure<Args, Result> {
  readonly stream: 'sends' | 'receives';
}

/** A message that the daemon pushes after its kind was registered under `id`. */
export interface EventMessage<Payload> {
  readonly kind: string;
  readonly family: string;
  readonly program: number;
  readonly number: number;
  readonly id: number;
  readonly encode: (writer: XdrWriter, payload: Payload) => void;
  readonly decode: (reader: XdrReader) => Payload;
}

type Encode<T> = (writer: XdrWriter, value: T) => void;
type Decode<T> = (reader: XdrReader) => T;

export function procedure<Args, Result>(
  name: string,
  program: number,
  number: number,
  lane: Lane,
  encodeArgs: Encode<Args>,
  decodeArgs: Decode<Args>,
  encodeResult: Encode<Result>,
  decodeResult: Decode<Result>,
): PlainProcedure<Args, Result> {
  return { name, program, number, lane, stream: 'none', encodeArgs, decodeArgs, encodeResult, decodeResult };
}

export function streamProcedure<Args, Result>(
  stream: 'sends' | 'receives',
  ...rest: Parameters<typeof procedure<Args, Result>>
): StreamProcedure<Args, Result> {
  return { ...procedure(...rest), stream };
}

export function eventMessage<Payload>(
  kind: string,
  family: string,
  program: number,
  number: number,
  id: number,
  encode: Encode<Payload>,
  decode: Decode<Payload>,
): EventMessage<Payload> {
  return { kind, family, program, number, id, encode, decode };
}

export function encodeNothing(): void {}

export function decodeNothing(): void {}
