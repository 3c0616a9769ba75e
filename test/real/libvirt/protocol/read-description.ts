import { readFileSync } from 'node:fs';
import { parseDescription } from '../../../../real/libvirt/protocol/parse-description.ts';
import type { Description } from '../../../../real/libvirt/protocol/parse-description.ts';

export const descriptionFile = new URL('../../../../real/libvirt/protocol/libvirt.protocol', import.meta.url);

export function readDescription(): Description {
  return parseDescription(readFileSync(descriptionFile, 'utf8'));
}
