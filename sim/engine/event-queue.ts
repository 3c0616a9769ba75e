/**
 * Future events in total order: by time, and at equal times in the order in which they were
 * scheduled. A binary heap over typed arrays; once grown, it allocates nothing.
 *
 * An event is a kind with two whole numbers of payload. `pop` puts the earliest one into the
 * public fields rather than into an object.
 */
export class EventQueue {
  /** The event that `pop` took. */
  atSeconds = Number.NEGATIVE_INFINITY;
  kind = 0;
  subject = 0;
  detail = 0;

  private size = 0;
  private nextSequence = 0;
  private slots: Slots;
  /** Heap of slot numbers; beyond `size`, the slots that are free. */
  private heap: Int32Array;

  constructor(capacity = 1024) {
    this.slots = makeSlots(capacity);
    this.heap = Int32Array.from({ length: capacity }, (_, slot) => slot);
  }

  get length(): number {
    return this.size;
  }

  /** Time of the earliest event, `Infinity` when there is none. */
  get nextSeconds(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.slots.atSeconds[this.heap[0]!]!;
  }

  /** Place of the earliest event in the order of scheduling. */
  get nextOrder(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.slots.sequence[this.heap[0]!]!;
  }

  /** Events scheduled so far. */
  get scheduled(): number {
    return this.nextSequence;
  }

  /** `detail` is for the receiver: a version, a number of attempts. */
  push(atSeconds: number, kind: number, subject: number, detail = 0): void {
    if (this.size === this.heap.length) this.grow();
    const { slots } = this;
    const slot = this.heap[this.size]!;
    slots.atSeconds[slot] = atSeconds;
    slots.sequence[slot] = this.nextSequence++;
    slots.kind[slot] = kind;
    slots.subject[slot] = subject;
    slots.detail[slot] = detail;
    this.rise(this.size++, slot);
  }

  /** Takes the earliest event into the fields; false when there is none. */
  pop(): boolean {
    if (this.size === 0) return false;
    const { slots, heap } = this;
    const first = heap[0]!;
    this.atSeconds = slots.atSeconds[first]!;
    this.kind = slots.kind[first]!;
    this.subject = slots.subject[first]!;
    this.detail = slots.detail[first]!;
    const last = heap[--this.size]!;
    heap[this.size] = first;
    if (this.size > 0) this.sink(last);
    return true;
  }

  private rise(from: number, slot: number): void {
    const { heap } = this;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.precedes(slot, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = slot;
  }

  private sink(slot: number): void {
    const { heap, size } = this;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.precedes(heap[child + 1]!, heap[child]!)) child++;
      if (!this.precedes(heap[child]!, slot)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = slot;
  }

  private precedes(a: number, b: number): boolean {
    const { atSeconds, sequence } = this.slots;
    const difference = atSeconds[a]! - atSeconds[b]!;
    return difference === 0 ? sequence[a]! < sequence[b]! : difference < 0;
  }

  private grow(): void {
    const capacity = this.heap.length * 2;
    const slots = makeSlots(capacity);
    slots.atSeconds.set(this.slots.atSeconds);
    slots.sequence.set(this.slots.sequence);
    slots.kind.set(this.slots.kind);
    slots.subject.set(this.slots.subject);
    slots.detail.set(this.slots.detail);
    const heap = Int32Array.from({ length: capacity }, (_, slot) => slot);
    heap.set(this.heap);
    this.slots = slots;
    this.heap = heap;
  }
}

interface Slots {
  readonly atSeconds: Float64Array;
  readonly sequence: Float64Array;
  readonly kind: Uint8Array;
  readonly subject: Int32Array;
  readonly detail: Int32Array;
}

function makeSlots(capacity: number): Slots {
  return {
    atSeconds: new Float64Array(capacity),
    sequence: new Float64Array(capacity),
    kind: new Uint8Array(capacity),
    subject: new Int32Array(capacity),
    detail: new Int32Array(capacity),
  };
}
