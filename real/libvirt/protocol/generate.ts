import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emitCodecs } from './emit-codecs.ts';
import { emitProcedures } from './emit-procedures.ts';
import { emitTypes } from './emit-types.ts';
import { parseDescription } from './parse-description.ts';

/** Writes real/libvirt/generated from the description; run from the repository's root. */
function generate(): void {
  const folder = path.resolve('real/libvirt');
  const description = parseDescription(readFileSync(path.join(folder, 'protocol/libvirt.protocol'), 'utf8'));
  const files = {
    'types.ts': emitTypes(description),
    'codecs.ts': emitCodecs(description),
    'procedures.ts': emitProcedures(description),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, 'generated', name), text);
  process.stdout.write(`${description.calls.length} calls and ${description.events.length} events described\n`);
}

generate();
