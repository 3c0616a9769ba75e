import type { EventRecords } from './event-records.ts';

/** Children of a place: four stand in one line of the cache, and halve the depth. */
const CHILDREN = 4;

/** The records of the near future in order: by time, at equal times by the order of scheduling. */
export class EventHeap {
  size = 0;
  private readonly records: EventRecords;
  /** Time of the record at each place, so that comparing seldom looks at records. */
  private times = new Float64Array(64);
  private places = new Int32Array(64);

  constructor(records: EventRecords) {
    this.records = records;
  }

  /** Time of the first record; the heap must not be empty. */
  get firstSeconds(): number {
    return this.times[0]!;
  }

  get first(): number {
    return this.places[0]!;
  }

  /** Record at a place; only the first place is the earliest. */
  at(place: number): number {
    return this.places[place]!;
  }

  push(record: number, atSeconds: number): void {
    if (this.size === this.places.length) this.grow();
    const { times, places } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = ((at - 1) / CHILDREN) | 0;
      const time = times[parent]!;
      if (time < atSeconds || (time === atSeconds && this.isOlder(places[parent]!, record))) break;
      times[at] = time;
      places[at] = places[parent]!;
      at = parent;
    }
    times[at] = atSeconds;
    places[at] = record;
  }

  /** Takes the first record away. */
  pop(): void {
    const last = --this.size;
    if (last > 0) this.sink(this.places[last]!, this.times[last]!);
  }

  /** Puts a record where it belongs, from the top downwards. */
  private sink(record: number, atSeconds: number): void {
    const { times, places, size } = this;
    let at = 0;
    while (true) {
      const child = this.earliestBelow(at);
      if (child >= size) break;
      const time = times[child]!;
      if (time > atSeconds || (time === atSeconds && !this.isOlder(places[child]!, record))) break;
      times[at] = time;
      places[at] = places[child]!;
      at = child;
    }
    times[at] = atSeconds;
    places[at] = record;
  }

  /** Place of the earliest child; `size` or more when there is none. */
  private earliestBelow(parent: number): number {
    const { times, places, size } = this;
    const first = parent * CHILDREN + 1;
    const end = Math.min(first + CHILDREN, size);
    let best = first;
    for (let child = first + 1; child < end; child++) {
      const time = times[child]!;
      const earliest = times[best]!;
      if (time < earliest || (time === earliest && this.isOlder(places[child]!, places[best]!))) best = child;
    }
    return best;
  }

  private isOlder(a: number, b: number): boolean {
    return this.records.order(a) < this.records.order(b);
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    const places = new Int32Array(times.length);
    times.set(this.times);
    places.set(this.places);
    this.times = times;
    this.places = places;
  }
}
