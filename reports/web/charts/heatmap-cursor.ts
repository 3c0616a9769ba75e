import { create } from 'd3';
import { formatMoment } from '../format/format-moment.ts';
import { shorten } from '../format/shorten.ts';
import { levelValue, type HeatmapLayout, type HostHeatmapData, type HostHeatmapOptions } from './heatmap-layout.ts';

/** Reads single cells out to the pointer and to the arrow keys. */
export function addHeatmapCursor(
  box: HTMLElement,
  readout: HTMLElement,
  data: HostHeatmapData,
  layout: HeatmapLayout,
  options: HostHeatmapOptions,
): void {
  const columns = data.atSeconds.length;
  const marker = box.querySelector<SVGRectElement>('.heat-cursor')!;
  const cell = { width: layout.plotWidth / columns, height: layout.plotHeight / data.hosts.length };
  let [row, column] = [0, columns - 1];
  const show = (toRow: number, toColumn: number): void => {
    row = Math.min(data.hosts.length - 1, Math.max(0, toRow));
    column = Math.min(columns - 1, Math.max(0, toColumn));
    const [x, y] = [layout.left + column * cell.width, row * cell.height];
    const size = { width: Math.max(5, cell.width), height: Math.max(5, cell.height) };
    marker.removeAttribute('display');
    marker.setAttribute('x', String(x + (cell.width - size.width) / 2));
    marker.setAttribute('y', String(y + (cell.height - size.height) / 2));
    marker.setAttribute('width', String(size.width));
    marker.setAttribute('height', String(size.height));
    fillReadout(readout, data, row, column, options);
    readout.classList.toggle('to-left', x > options.width / 2);
    readout.style.setProperty('--x', `${(x / options.width) * 100}%`);
    readout.style.setProperty('--y', `${(y / layout.height) * 100}%`);
  };
  const hide = (): void => {
    marker.setAttribute('display', 'none');
    readout.replaceChildren();
  };
  box.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.round(data.hosts.length / 10));
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      PageUp: [-page, 0],
      PageDown: [page, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      Home: [0, -columns],
      End: [0, columns],
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    show(row + move[0], column + move[1]);
  });
  box.addEventListener('focus', () => show(row, column));
  box.addEventListener('blur', hide);
  box.addEventListener('pointermove', (event) => {
    const bounds = box.getBoundingClientRect();
    const scale = options.width / bounds.width;
    const [x, y] = [(event.clientX - bounds.left) * scale - layout.left, (event.clientY - bounds.top) * scale];
    if (x < 0 || x > layout.plotWidth || y < 0 || y > layout.plotHeight) return hide();
    show(Math.floor(y / cell.height), Math.floor(x / cell.width));
  });
  box.addEventListener('pointerleave', hide);
}

function fillReadout(
  readout: HTMLElement,
  data: HostHeatmapData,
  row: number,
  column: number,
  options: HostHeatmapOptions,
): void {
  const host = data.hosts[row]!;
  const level = data.levels[row * data.atSeconds.length + column]!;
  const value = level === 255 ? 'no value' : options.format(levelValue(level, data.domain));
  const place = [host.zone, host.kind].filter((part) => part !== '').join(' · ');
  const line = create('div');
  line.append('p').append('b').text(value);
  line.append('p').text(shorten(host.name, 40));
  if (place !== '') line.append('p').attr('class', 'readout-range').text(shorten(place, 48));
  line.append('p').attr('class', 'readout-time').text(formatMoment(data.atSeconds[column]!));
  readout.replaceChildren(...line.node()!.childNodes);
}
