import type { Theme } from '../charts/heat-colors.ts';

/** The colour scheme of what is being drawn; paper is light. */
export function currentTheme(): Theme {
  if (matchMedia('print').matches) return 'light';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
