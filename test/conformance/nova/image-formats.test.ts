import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectImageFile } from '../../../real/image-formats/inspect-image.ts';
import { diskToolsAbsence, Workshop } from '../../real/image-formats/sample-images.ts';

const python = '/usr/bin/python3';
/** How many images are shown to Nova. */
const count = Number(process.env['NOVA_IMAGES'] ?? 100);
const seed = Number(process.env['NOVA_SEED'] ?? Date.now() % 1_000_000);

/** One line for each file: what Nova takes it for, and whether it would let it near QEMU. */
const question = `
import json, sys
from nova.image import format_inspector
for name in sys.stdin.read().split():
    try:
        found = format_inspector.detect_file_format(name)
        print(json.dumps({'format': str(found), 'safe': bool(found.safety_check()), 'size': found.virtual_size}))
    except Exception as error:
        print(json.dumps({'format': None, 'safe': False, 'size': None}))
`;

interface Answer {
  readonly format: string | null;
  readonly safe: boolean;
  readonly size: number | null;
}

function absence(): string {
  const nova = spawnSync(python, ['-c', 'import nova.image.format_inspector'], { stdio: 'ignore' });
  const missing = nova.status === 0 ? diskToolsAbsence() : ' (skipped: the package python3-nova is not installed)';
  if (nova.status !== 0 && process.env['CI'] === 'true') throw new Error(`CI must ask Nova${missing}`);
  return missing;
}

const missing = absence();

describe.skipIf(missing !== '')(`images that Nova refuses${missing}`, () => {
  const shop = new Workshop();
  afterAll(() => shop.remove());

  it(`are refused here, and what is accepted is the same to both (${count} images, seed ${seed})`, async () => {
    const images = samples(shop);
    const change = fc.record({ at: fc.nat(700), byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 4, 255)) });
    const recipe = fc.tuple(fc.constantFrom(...images), fc.array(change, { maxLength: 4 }));
    const names = fc.sample(recipe, { numRuns: count, seed }).map(([image, changes], index) => {
      const copy = Buffer.from(image);
      for (const { at, byte } of changes) if (at < copy.length) copy[at] = byte;
      writeFileSync(shop.path(`image${index}`), copy);
      return shop.path(`image${index}`);
    });
    const answers = execFileSync(python, ['-c', question], {
      input: names.join('\n'),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const theirs = answers
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(theirs).toHaveLength(count);
    let accepted = 0;
    for (const [index, name] of names.entries()) {
      const ours = await inspectImageFile(name).catch(() => undefined);
      if (!ours) continue;
      accepted += 1;
      const { format, safe, size } = theirs[index]!;
      // A VHD has three sizes, and QEMU chooses by the program that wrote it; Nova says 0 of a raw file.
      const told = { format, safe, size: format === 'raw' || format === 'vhd' ? ours.virtualBytes : size };
      expect(told, name).toEqual({ format: ours.format, safe: true, size: ours.virtualBytes });
    }
    expect(accepted).toBeGreaterThan(count / 10);
    expect(theirs.filter(({ safe }) => !safe).length).toBeGreaterThan(count / 10);
  });
});

function samples(shop: Workshop): readonly Buffer[] {
  shop.create('base.qcow2', 'qcow2', '8M');
  shop.qemuImg('create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', 'base.qcow2', 'over.qcow2');
  shop.qemuImg('create', '-q', '-f', 'qcow2', '-o', 'data_file=data', 'data.qcow2', '8M');
  const made = ['vmdk', 'vdi', 'vpc', 'vhdx', 'qed'].map((format) => shop.create(`a.${format}`, format, '8M'));
  const flat = shop.create('flat.vmdk', 'vmdk', '8M', 'subformat=monolithicFlat');
  return [...['base', 'over', 'data'].map((name) => readFileSync(shop.path(`${name}.qcow2`))), ...made, flat];
}
