import { invariant } from '../invariant.ts';

const NONE = -1;

/**
 * Allocations as rows of columns: (consumer, provider, class, amount). Rows of one consumer are
 * chained, and so are rows of one provider; a freed row is used again, so that claims and releases
 * leave no garbage behind.
 */
export class AllocationTable {
  private capacity = 256;
  private rows = 0;
  private freeRow = NONE;
  private consumerOfRow = new Int32Array(this.capacity);
  private providerOfRow = new Int32Array(this.capacity);
  private classOfRow = new Int32Array(this.capacity);
  private amountOfRow = new Int32Array(this.capacity);
  private nextOfConsumer = new Int32Array(this.capacity);
  private previousOfProvider = new Int32Array(this.capacity);
  private nextOfProvider = new Int32Array(this.capacity);
  private consumerHead = new Int32Array(256).fill(NONE);
  private providerHead = new Int32Array(256).fill(NONE);
  private liveRows = 0;

  /** Allocations in all. */
  get size(): number {
    return this.liveRows;
  }

  add(consumer: number, provider: number, classId: number, amount: number): void {
    const row = this.takeRow();
    this.consumerHead = reach(this.consumerHead, consumer);
    this.providerHead = reach(this.providerHead, provider);
    this.consumerOfRow[row] = consumer;
    this.providerOfRow[row] = provider;
    this.classOfRow[row] = classId;
    this.amountOfRow[row] = amount;
    this.nextOfConsumer[row] = this.consumerHead[consumer]!;
    this.consumerHead[consumer] = row;
    const first = this.providerHead[provider]!;
    if (first !== NONE) this.previousOfProvider[first] = row;
    this.nextOfProvider[row] = first;
    this.previousOfProvider[row] = NONE;
    this.providerHead[provider] = row;
    this.liveRows++;
  }

  /** First row of a consumer, -1 when it holds nothing. */
  firstOfConsumer(consumer: number): number {
    return consumer < this.consumerHead.length ? this.consumerHead[consumer]! : NONE;
  }

  /** Next row of the same consumer, -1 at the end. */
  afterOfConsumer(row: number): number {
    return this.nextOfConsumer[row]!;
  }

  /** First row on a provider, -1 when nobody holds anything of it. */
  firstOfProvider(provider: number): number {
    return provider < this.providerHead.length ? this.providerHead[provider]! : NONE;
  }

  afterOfProvider(row: number): number {
    return this.nextOfProvider[row]!;
  }

  consumer(row: number): number {
    return this.consumerOfRow[row]!;
  }

  provider(row: number): number {
    return this.providerOfRow[row]!;
  }

  classId(row: number): number {
    return this.classOfRow[row]!;
  }

  amount(row: number): number {
    return this.amountOfRow[row]!;
  }

  /** Takes the first row away from a consumer. */
  removeFirst(consumer: number): void {
    const row = this.firstOfConsumer(consumer);
    invariant(row !== NONE, 'a row is removed from a consumer that holds one');
    this.consumerHead[consumer] = this.nextOfConsumer[row]!;
    this.leaveProvider(row);
    this.nextOfConsumer[row] = this.freeRow;
    this.freeRow = row;
    this.liveRows--;
  }

  private leaveProvider(row: number): void {
    const before = this.previousOfProvider[row]!;
    const after = this.nextOfProvider[row]!;
    if (before === NONE) this.providerHead[this.providerOfRow[row]!] = after;
    else this.nextOfProvider[before] = after;
    if (after !== NONE) this.previousOfProvider[after] = before;
  }

  private takeRow(): number {
    if (this.freeRow !== NONE) {
      const row = this.freeRow;
      this.freeRow = this.nextOfConsumer[row]!;
      return row;
    }
    if (this.rows === this.capacity) this.widen();
    return this.rows++;
  }

  private widen(): void {
    this.capacity *= 2;
    this.consumerOfRow = reach(this.consumerOfRow, this.capacity - 1);
    this.providerOfRow = reach(this.providerOfRow, this.capacity - 1);
    this.classOfRow = reach(this.classOfRow, this.capacity - 1);
    this.amountOfRow = reach(this.amountOfRow, this.capacity - 1);
    this.nextOfConsumer = reach(this.nextOfConsumer, this.capacity - 1);
    this.previousOfProvider = reach(this.previousOfProvider, this.capacity - 1);
    this.nextOfProvider = reach(this.nextOfProvider, this.capacity - 1);
  }
}

/** The column itself when it has the index, else a wider copy whose new places are -1. */
function reach(column: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  if (index < column.length) return column;
  const wider = new Int32Array(Math.max(index + 1, column.length * 2)).fill(NONE);
  wider.set(column);
  return wider;
}
