import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * Before a libvirtd starts: takes away what the one before noted of guests before it had their QEMU, since the next one
 * would hold such a guest for ever, see `isCutOffStart`. A QEMU that was that far ends by itself without its daemon.
 */
export function forgetCutOffStarts(notes: string): void {
  if (!existsSync(notes)) return;
  for (const name of readdirSync(notes).filter((each) => each.endsWith('.xml'))) {
    const file = path.join(notes, name);
    if (/<domstatus [^>]*\bpid='0'/.test(readFileSync(file, 'utf8'))) rmSync(file);
  }
}
