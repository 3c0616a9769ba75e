import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Told } from './story.ts';

/** The project that Nova's functional tests ask from. */
export const novaProject = '6f70656e737461636b20342065766572';

/** What real Nova answered to a story. */
export function recordingOf(name: string): Told[] {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`recorded/${name}.json`, import.meta.url)), 'utf8')) as Told[];
}
