import { RandomStream } from '../../core/index.ts';
import { ArrivalShape, type WeeklyShape } from './arrival-shape.ts';

/**
 * Times of a Poisson process with a weekly shape, ascending, within [0, endSeconds).
 *
 * The k-th gap is the k-th item of the stream: a higher rate moves the arrivals closer but leaves
 * the k-th arrival what it was.
 */
export function* poissonArrivals(
  seed: number,
  ratePerSecond: number,
  shape: WeeklyShape,
  endSeconds: number,
): Generator<number> {
  const stream = new RandomStream(seed, 'arrivals');
  const shaped = new ArrivalShape(shape);
  let unitSeconds = 0;
  for (let k = 0; ; k++) {
    unitSeconds += stream.exponential(k) / ratePerSecond;
    const at = shaped.timeOf(unitSeconds);
    if (at >= endSeconds) return;
    yield at;
  }
}
