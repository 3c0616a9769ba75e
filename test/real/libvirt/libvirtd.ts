import { libvirtdObstacle } from '../../../bench/libvirt-daemon.ts';

export { startLibvirtd } from '../../../bench/libvirt-daemon.ts';
export type { Libvirtd } from '../../../bench/libvirt-daemon.ts';

/**
 * Why tests against a real daemon are skipped here, for their title; empty where they run. In CI they have to: there it
 * throws with what is missing.
 */
export function libvirtdAbsence(): string {
  const obstacle = libvirtdObstacle();
  if (obstacle === undefined) return '';
  if (process.env['CI'] !== 'true') return ` (skipped: ${obstacle})`;
  throw new Error(`CI must run the tests with a real libvirtd, but ${obstacle}; node cli/setup.js --test installs it`);
}
