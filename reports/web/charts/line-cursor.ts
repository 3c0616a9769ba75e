import { bisectCenter, create, type Selection } from 'd3';
import { formatMoment } from '../format/format-moment.ts';
import { shorten } from '../format/shorten.ts';
import type { LineBandOptions, LineBandSeries } from './line-band-series.ts';
import type { LineChartFrame } from './line-chart-frame.ts';

type Svg = Selection<SVGSVGElement, undefined, null, undefined>;

/** A slider over the points of time, so that keyboards and screen readers can read the lines. */
export function addLineCursor(
  box: HTMLDivElement,
  svg: Svg,
  frame: LineChartFrame,
  series: readonly LineBandSeries[],
  options: LineBandOptions,
): void {
  const times = series.reduce<readonly number[]>(
    (best, one) => (one.atSeconds.length > best.length ? one.atSeconds : best),
    [],
  );
  const readout = create('div').attr('class', 'readout').attr('aria-hidden', 'true').node() as HTMLDivElement;
  const cursor = svg.append('g').attr('class', 'cursor').attr('display', 'none');
  cursor.append('line').attr('y1', frame.top).attr('y2', frame.bottom);
  const dots = series.map((one) => cursor.append('circle').attr('class', `tone-${one.tone}`).attr('r', 4));
  box.append(readout);
  let at = times.length - 1;
  const show = (index: number): void => {
    at = Math.min(times.length - 1, Math.max(0, index));
    const x = frame.x(times[at]!);
    const values = series.map((one) => valueNear(one, times[at]!));
    cursor.attr('display', null);
    cursor.select('line').attr('x1', x).attr('x2', x);
    for (const [i, dot] of dots.entries()) {
      const mean = values[i]!.mean;
      dot
        .attr('display', mean === null ? 'none' : null)
        .attr('cx', x)
        .attr('cy', frame.y(mean ?? 0));
    }
    const spoken = fillReadout(readout, times[at]!, series, values, options);
    readout.classList.toggle('to-left', x > (frame.left + frame.right) / 2);
    readout.style.setProperty('--x', `${(x / options.width) * 100}%`);
    box.setAttribute('aria-valuenow', String(Math.round(times[at]!)));
    box.setAttribute('aria-valuetext', spoken);
  };
  const hide = (): void => {
    cursor.attr('display', 'none');
    readout.replaceChildren();
  };
  describeSlider(box, options.title, times);
  box.addEventListener('keydown', (event) => {
    const to = keyTarget(event.key, at, times.length);
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
  box.addEventListener('focus', () => show(at));
  box.addEventListener('blur', hide);
  box.addEventListener('pointermove', (event) => {
    const bounds = svg.node()!.getBoundingClientRect();
    const x = ((event.clientX - bounds.left) / bounds.width) * options.width;
    show(bisectCenter(times as number[], frame.x.invert(x)));
  });
  box.addEventListener('pointerleave', hide);
}

function describeSlider(box: HTMLDivElement, title: string, times: readonly number[]): void {
  box.tabIndex = 0;
  box.setAttribute('role', 'slider');
  box.setAttribute('aria-label', `${title}: time cursor, arrow keys move it`);
  box.setAttribute('aria-valuemin', String(Math.round(times[0]!)));
  box.setAttribute('aria-valuemax', String(Math.round(times.at(-1)!)));
  box.setAttribute('aria-valuenow', String(Math.round(times.at(-1)!)));
}

function keyTarget(key: string, at: number, count: number): number | undefined {
  const page = Math.max(1, Math.round(count / 20));
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - page,
    PageUp: at + page,
    Home: 0,
    End: count - 1,
  };
  return targets[key];
}

interface PointValues {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function valueNear(one: LineBandSeries, seconds: number): PointValues {
  if (one.atSeconds.length === 0) return { mean: null, low: null, high: null };
  const index = bisectCenter(one.atSeconds as number[], seconds);
  return { mean: one.mean[index]!, low: one.low[index]!, high: one.high[index]! };
}

/** Shows the values under the cursor and returns them as one sentence. */
function fillReadout(
  readout: HTMLDivElement,
  seconds: number,
  series: readonly LineBandSeries[],
  values: readonly PointValues[],
  options: LineBandOptions,
): string {
  const rows = create('div');
  const moment = formatMoment(seconds);
  rows.append('p').attr('class', 'readout-time').text(moment);
  const spoken = series.map((one, index) => {
    const { mean, low, high } = values[index]!;
    const name = shorten(one.label, 28);
    const value = mean === null ? 'no value' : options.format(mean);
    const range = mean !== null && low !== high ? `${options.format(low!)} to ${options.format(high!)}` : '';
    const row = rows.append('p').attr('class', `tone-${one.tone}`);
    row.append('span').attr('class', 'readout-name').text(`${name} `);
    row.append('b').text(value);
    row.append('span').attr('class', 'readout-range').text(` ${range}`);
    return `${name} ${value}${range === '' ? '' : `, ${range}`}`;
  });
  readout.replaceChildren(...rows.node()!.childNodes);
  return [moment, ...spoken].join('; ');
}
