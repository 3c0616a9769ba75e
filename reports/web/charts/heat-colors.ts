import { interpolateRgbBasis, rgb } from 'd3';

export type Theme = 'light' | 'dark';

/** Lightness runs one way from empty to full, so the ramp reads without colour vision and in print. */
const ramps: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#f3f5f1', '#cfe3dc', '#93c3c6', '#4f95b3', '#28628f', '#173a68', '#0d1a38'],
  dark: ['#1b242c', '#1d3d55', '#20607c', '#2c8a94', '#6db89a', '#bfdca0', '#fbf5c4'],
};

const noValue: Readonly<Record<Theme, string>> = { light: '#e3dcd9', dark: '#3b3336' };

/** Levels 0 to 250 of the ramp, then no value, as the RGBA words that a canvas takes. */
export function heatColors(theme: Theme): Uint32Array {
  const ramp = interpolateRgbBasis([...ramps[theme]]);
  const words = new Uint32Array(256).fill(word(noValue[theme]));
  for (let level = 0; level <= 250; level++) words[level] = word(ramp(level / 250));
  return words;
}

/** Little-endian RGBA, which every browser platform has. */
function word(color: string): number {
  const { r, g, b } = rgb(color);
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
