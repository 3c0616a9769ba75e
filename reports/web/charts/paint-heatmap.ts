import { heatColors } from './heat-colors.ts';
import type { HeatmapLayout, HostHeatmapData, HostHeatmapOptions } from './heatmap-layout.ts';

/** Fills the canvas: one pixel row a host, or the mean of several where there are more hosts than rows. */
export function paintHeatmap(
  canvas: HTMLCanvasElement,
  data: HostHeatmapData,
  layout: HeatmapLayout,
  options: HostHeatmapOptions,
): void {
  const ratio = options.pixelRatio ?? 1;
  canvas.width = Math.round(layout.plotWidth * ratio);
  canvas.height = Math.round(layout.plotHeight * ratio);
  // Shares of the box, so that the picture stays under its frame when paper scales the chart.
  canvas.style.left = `${(layout.left / options.width) * 100}%`;
  canvas.style.width = `${(layout.plotWidth / options.width) * 100}%`;
  canvas.style.height = `${(layout.plotHeight / layout.height) * 100}%`;
  const columns = data.atSeconds.length;
  const rows = Math.min(data.hosts.length, canvas.height);
  if (rows === 0 || columns === 0) return;
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const colors = heatColors(options.theme);
  for (let row = 0; row < rows; row++) {
    const first = Math.floor((row * data.hosts.length) / rows);
    const end = Math.max(first + 1, Math.floor(((row + 1) * data.hosts.length) / rows));
    for (let column = 0; column < columns; column++) {
      pixels[row * columns + column] = colors[meanLevel(data.levels, first, end, column, columns)]!;
    }
  }
  const source = document.createElement('canvas');
  source.width = columns;
  source.height = rows;
  source.getContext('2d')!.putImageData(image, 0, 0);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingEnabled = columns > canvas.width;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
}

function meanLevel(levels: Uint8Array, first: number, end: number, column: number, columns: number): number {
  let sum = 0;
  let count = 0;
  for (let host = first; host < end; host++) {
    const level = levels[host * columns + column]!;
    if (level === 255) continue;
    sum += level;
    count++;
  }
  return count === 0 ? 255 : Math.round(sum / count);
}
