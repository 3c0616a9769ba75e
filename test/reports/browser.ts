import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = [process.env['CHROMIUM'], ...places].find((place) => place !== undefined && existsSync(place));

/** Why tests that need a browser are skipped; empty when there is one, and in CI, where they must run. */
export const noBrowser =
  executablePath !== undefined || process.env['CI'] === 'true'
    ? ''
    : 'skipped: no Chromium (apt-get install chromium, or set CHROMIUM to one)';

/** A headless browser of its own. */
export async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('There is no Chromium. Run: apt-get install chromium');
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet] });
}
