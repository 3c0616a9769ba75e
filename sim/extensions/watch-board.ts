/** What the watched thread is doing in a person's own code. */
export interface Sighting {
  /** Changes with each call, so that two sightings of one call are equal. */
  readonly call: number;
  /** `the filter "X" of own.ts`, `own.ts` while that is loaded. */
  readonly subject: string;
  /** Index of the host it was asked about. */
  readonly host?: number | undefined;
  /** Request that it was bound to last, as a phrase; '' when none was. */
  readonly request: string;
}

/** Positions in the head of the board. `calls` is odd inside of a call. */
const head = { calls: 0, subject: 1, host: 2, requestBytes: 3, subjectsBytes: 4 } as const;
const HEAD_BYTES = 32;
const REQUEST_BYTES = 256;
const SUBJECTS_BYTES = 16_384;

/**
 * Shared memory in which a thread notes that it enters and leaves a person's own code, for another
 * thread to look at: code that never returns can tell nobody by itself.
 */
export class WatchBoard {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #request: Buffer;
  readonly #subjectsText: Buffer;
  readonly #subjects: string[] = [];
  #calls = 0;

  /** The memory of another thread's board, or new memory. */
  constructor(memory = new SharedArrayBuffer(HEAD_BYTES + REQUEST_BYTES + SUBJECTS_BYTES)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, HEAD_BYTES / 4);
    this.#request = Buffer.from(memory, HEAD_BYTES, REQUEST_BYTES);
    this.#subjectsText = Buffer.from(memory, HEAD_BYTES + REQUEST_BYTES, SUBJECTS_BYTES);
  }

  /** Names something that is going to be called; the answer is its number. */
  add(subject: string): number {
    this.#subjects.push(subject);
    const text = JSON.stringify(this.#subjects);
    // What does not fit any more is watched all the same, without its name.
    if (Buffer.byteLength(text) <= SUBJECTS_BYTES)
      this.#head[head.subjectsBytes] = this.#subjectsText.write(text, 'utf8');
    return this.#subjects.length - 1;
  }

  noteRequest(phrase: string): void {
    this.#head[head.requestBytes] = this.#request.write(phrase, 'utf8');
  }

  /** In the hot loop of own code. `host` -1: it is about no host. */
  enter(subject: number, host: number): void {
    this.#head[head.subject] = subject;
    this.#head[head.host] = host;
    this.#calls = (this.#calls + 1) | 0;
    // Atomic, so that no compiler may move it behind the call.
    Atomics.store(this.#head, head.calls, this.#calls);
  }

  leave(): void {
    this.#calls = (this.#calls + 1) | 0;
    this.#head[head.calls] = this.#calls;
  }

  /** For the other thread: what it is in, if it is in something. */
  look(): Sighting | undefined {
    const call = Atomics.load(this.#head, head.calls);
    if ((call & 1) === 0) return undefined;
    const host = this.#head[head.host]!;
    const request = this.#request.toString('utf8', 0, this.#head[head.requestBytes]);
    return { call, subject: this.#subject(this.#head[head.subject]!), request, host: host < 0 ? undefined : host };
  }

  #subject(number: number): string {
    const text = this.#subjectsText.toString('utf8', 0, this.#head[head.subjectsBytes]);
    const subjects = text === '' ? [] : (JSON.parse(text) as string[]);
    return subjects[number] ?? 'an own filter or weigher';
  }
}
