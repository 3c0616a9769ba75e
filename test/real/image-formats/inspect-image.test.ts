import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkImage, imageFormatNames } from '../../../real/image-formats/check-image.ts';
import { bufferReader } from '../../../real/image-formats/image-reader.ts';
import { ImageRefusal } from '../../../real/image-formats/image-refusal.ts';
import { inspectImage, inspectImageFile } from '../../../real/image-formats/inspect-image.ts';
import { diskToolsAbsence, Workshop } from './sample-images.ts';

const absence = diskToolsAbsence();
const mib = 1024 * 1024;

const look = (bytes: Buffer) => inspectImage(bufferReader(bytes));

function changed(bytes: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
}

describe.skipIf(absence !== '')(`what an image is${absence}`, () => {
  const shop = new Workshop();
  let qcow2: Buffer;
  let vmdk: Buffer;
  let streamVmdk: Buffer;
  let vdi: Buffer;
  let vhd: Buffer;
  let vhdx: Buffer;

  beforeAll(() => {
    qcow2 = shop.create('a.qcow2', 'qcow2', '10M');
    vmdk = shop.create('a.vmdk', 'vmdk', '10M');
    shop.qemuImg('convert', '-f', 'qcow2', '-O', 'vmdk', '-o', 'subformat=streamOptimized', 'a.qcow2', 'stream.vmdk');
    streamVmdk = readFileSync(shop.path('stream.vmdk'));
    vdi = shop.create('a.vdi', 'vdi', '10M');
    vhd = shop.create('a.vhd', 'vpc', '10M');
    vhdx = shop.create('a.vhdx', 'vhdx', '10M');
  });
  afterAll(() => shop.remove());

  it.each(['a.qcow2', 'a.vmdk', 'stream.vmdk', 'a.vdi', 'a.vhd', 'a.vhdx'])(
    '%s is known, with the size that QEMU sees',
    async (name) => {
      const facts = await inspectImageFile(shop.path(name));
      const seen = shop.info(name);
      expect(facts.format).toBe({ vpc: 'vhd' }[String(seen['format'])] ?? seen['format']);
      expect(facts.virtualBytes).toBe(seen['virtual-size']);
    },
  );

  it.each([
    'compat=0.10',
    'cluster_size=512',
    'cluster_size=2M',
    'extended_l2=on',
    'compression_type=zstd',
    'lazy_refcounts=on',
  ])('qcow2 with %s is accepted', async (options) => {
    expect(await look(shop.create('b.qcow2', 'qcow2', '100M', options))).toEqual({
      format: 'qcow2',
      virtualBytes: 100 * mib,
    });
  });

  it('an ISO is known by its volume descriptor', async () => {
    mkdirSync(shop.path('tree'), { recursive: true });
    execFileSync('genisoimage', ['-quiet', '-o', shop.path('a.iso'), shop.path('tree')], { stdio: 'ignore' });
    expect((await inspectImageFile(shop.path('a.iso'))).format).toBe('iso');
  });

  it('everything else is raw, in whole sectors', async () => {
    expect(await look(Buffer.alloc(513, 1))).toEqual({ format: 'raw', virtualBytes: 1024 });
  });

  it('an empty file is refused', async () => {
    await expect(look(Buffer.alloc(0))).rejects.toThrow('is empty');
  });

  it('qcow2 with a backing file is refused, whether the file is there or not', async () => {
    shop.qemuImg('create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', 'a.qcow2', 'c.qcow2');
    await expect(inspectImageFile(shop.path('c.qcow2'))).rejects.toThrow('names a backing file');
    shop.qemuImg('create', '-q', '-u', '-f', 'qcow2', '-F', 'raw', '-b', '/etc/shadow', 'd.qcow2', '1M');
    await expect(inspectImageFile(shop.path('d.qcow2'))).rejects.toThrow('names a backing file');
  });

  it('qcow2 with an external data file is refused, also when only its name is there', async () => {
    const image = shop.create('e.qcow2', 'qcow2', '1M', `data_file=${shop.path('outside')},data_file_raw=on`);
    await expect(look(image)).rejects.toThrow('keeps its data in another file');
    const withoutBit = changed(image, (copy) => copy.writeBigUInt64BE(0n, 72));
    await expect(look(withoutBit)).rejects.toThrow('keeps its data in another file');
  });

  it('qcow2 that is corrupt, unknown or a lie about its size is refused with the reason', async () => {
    const cases: readonly (readonly [string, (copy: Buffer) => void])[] = [
      ['is marked as corrupt', (copy) => copy.writeBigUInt64BE(2n, 72)],
      ['features that are unknown here (bits 0x20)', (copy) => copy.writeBigUInt64BE(32n, 72)],
      ['is encrypted', (copy) => copy.writeUInt32BE(2, 32)],
      ['version 1', (copy) => copy.writeUInt32BE(1, 4)],
      ['clusters of 2^8', (copy) => copy.writeUInt32BE(8, 20)],
      ['its table has no room', (copy) => copy.writeBigUInt64BE(BigInt(mib) ** 2n, 24)],
      ['impossible size', (copy) => copy.writeBigUInt64BE(2n ** 62n, 24)],
      ['a table of 4294967295 entries', (copy) => copy.writeUInt32BE(0xffff_ffff, 36)],
      ['its table is missing', (copy) => copy.writeBigUInt64BE(2n ** 40n, 40)],
      ['a header of 7 bytes', (copy) => copy.writeUInt32BE(7, 100)],
      ['ends outside of the header', (copy) => copy.writeUInt32BE(0xffff_fff0, 116)],
      ['is empty', (copy) => copy.writeBigUInt64BE(0n, 24)],
    ];
    for (const [reason, change] of cases) await expect(look(changed(qcow2, change))).rejects.toThrow(reason);
    await expect(look(qcow2.subarray(0, 50))).rejects.toThrow('is cut off');
    await expect(look(qcow2.subarray(0, 70_000))).rejects.toThrow('is cut off');
  });

  it.each(['LUKS\xba\xbe', 'QED\0', 'Bochs Virtual HD Image', 'WithoutFreeSpace'])(
    'the format that begins with %j is refused',
    async (magic) => {
      await expect(look(Buffer.concat([Buffer.from(magic, 'latin1'), Buffer.alloc(mib)]))).rejects.toThrow(
        'is not accepted',
      );
    },
  );

  it.each(['monolithicFlat', 'twoGbMaxExtentSparse', 'twoGbMaxExtentFlat'])(
    'a VMDK of several files (%s) is refused',
    async (subformat) => {
      shop.create('multi.vmdk', 'vmdk', '10M', `subformat=${subformat}`);
      await expect(inspectImageFile(shop.path('multi.vmdk'))).rejects.toThrow('consists of several files');
    },
  );

  it('a VMDK whose inner descriptor points elsewhere is refused', async () => {
    const replaced = (from: string, to: string) => {
      const text = vmdk.toString('latin1');
      expect(text).toContain(from);
      // The descriptor has room: what is added here is taken from the zeros behind it.
      const end = text.indexOf('\0', text.indexOf('# Disk DescriptorFile'));
      const head = text.slice(0, end).replace(from, to);
      return Buffer.concat([Buffer.from(head, 'latin1'), vmdk.subarray(head.length)]);
    };
    await expect(look(replaced('SPARSE "a.vmdk"', 'FLAT "/etc/shadow" 0'))).rejects.toThrow('in another file');
    await expect(look(replaced('SPARSE "a.vmdk"', 'SPARSE "/etc/shadow"'))).rejects.toThrow('in another file');
    await expect(look(replaced('monolithicSparse', 'monolithicFlat'))).rejects.toThrow("of type 'monolithicFlat'");
    await expect(look(replaced('parentCID=ffffffff', 'parentCID=00000001'))).rejects.toThrow('names a parent');
    await expect(look(replaced('\nRW ', '\nRW 1 FLAT "/etc/shadow" 0\nRW '))).rejects.toThrow('in another file');
  });

  it('a VMDK whose footer says something else than its header is refused', async () => {
    const header = changed(streamVmdk, (copy) => copy.writeBigUInt64LE(2n ** 64n - 1n, 56));
    const withFooter = (footer: Buffer) => Buffer.concat([header, Buffer.alloc(512), footer, Buffer.alloc(512)]);
    const footer = streamVmdk.subarray(0, 512);
    expect(await look(withFooter(footer))).toEqual({ format: 'vmdk', virtualBytes: 10 * mib });
    const lie = changed(footer, (copy) => copy.writeBigUInt64LE(77n, 28));
    await expect(look(withFooter(lie))).rejects.toThrow('contradicts its header');
  });

  it('differences to another file are refused in every format that has them', async () => {
    await expect(look(changed(vhd, (copy) => copy.writeUInt32BE(4, 60)))).rejects.toThrow('differencing');
    await expect(look(changed(vdi, (copy) => copy.writeUInt32LE(4, 76)))).rejects.toThrow('needs another file');
    const parameters = vhdx.indexOf(Buffer.from('3767a1ca36fa434db3b633f0aa44e76b', 'hex'));
    const metadata = vhdx.indexOf('metadata');
    const flags = metadata + vhdx.readUInt32LE(parameters + 16) + 4;
    await expect(look(changed(vhdx, (copy) => copy.writeUInt32LE(2, flags)))).rejects.toThrow('names a parent');
  });

  it('a file that is two formats at once is refused', async () => {
    const both = changed(Buffer.concat([qcow2, Buffer.alloc(mib)]), (copy) => copy.write('CD001', 32_769, 'latin1'));
    await expect(look(both)).rejects.toThrow('as qcow2 and as iso');
  });

  it('whatever the bytes are, the answer is facts or a refusal', async () => {
    const images = [qcow2, vmdk, streamVmdk, vdi, vhd, vhdx];
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    const spans = [112, 2048, vhdx.length] as const;
    const property = fc.asyncProperty(
      fc.constantFrom(...images),
      fc.constantFrom(...spans),
      fc.array(change, { minLength: 1, maxLength: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (image, span, changes, cut) => {
        const copy = Buffer.from(image.subarray(0, cut < 0.8 ? image.length : Math.floor(image.length * cut)));
        for (const { at, byte } of changes) copy[Math.floor(at * Math.min(span, copy.length - 1))] = byte;
        try {
          const facts = await look(copy);
          expect(Number.isSafeInteger(facts.virtualBytes)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageRefusal);
        }
      },
    );
    await fc.assert(property, { numRuns: 1500 });
  });

  it('what is accepted, QEMU also finds alone in its file', async () => {
    const backed = shop.create('base.qcow2', 'qcow2', '10M');
    const withBacking = shop.qemuImg('create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', 'base.qcow2', 'over.qcow2');
    expect(withBacking).toBe('');
    const images = [backed, readFileSync(shop.path('over.qcow2')), qcow2];
    const change = fc.record({ at: fc.integer({ min: 4, max: 111 }), byte: fc.integer({ min: 0, max: 255 }) });
    const property = fc.asyncProperty(
      fc.constantFrom(...images),
      fc.array(change, { maxLength: 2 }),
      async (image, changes) => {
        const copy = Buffer.from(image);
        for (const { at, byte } of changes) copy[at] = byte;
        const accepted = await look(copy).then(
          (facts) => facts.format === 'qcow2',
          () => false,
        );
        if (!accepted) return;
        writeFileSync(shop.path('fuzz.qcow2'), copy);
        let seen: Readonly<Record<string, unknown>> = {};
        try {
          seen = shop.info('fuzz.qcow2', 'qcow2');
        } catch {
          return; // QEMU is stricter: nothing can come of it.
        }
        expect(seen['backing-filename']).toBeUndefined();
        expect(JSON.stringify(seen['format-specific'])).not.toContain('"data-file"');
      },
    );
    await fc.assert(property, { numRuns: 120 });
  });
});

describe('what was promised of an image', () => {
  const all = imageFormatNames;

  it('has to be so', () => {
    const facts = { format: 'qcow2', virtualBytes: mib } as const;
    expect(() => checkImage(facts, { diskFormat: 'qcow2', virtualBytes: mib }, all)).not.toThrow();
    expect(() => checkImage(facts, { diskFormat: 'raw' }, all)).toThrow('is said to be raw but is qcow2');
    expect(() => checkImage(facts, { diskFormat: 'qcow2', virtualBytes: 2 * mib }, all)).toThrow(
      'is said to be a disk of',
    );
    expect(() => checkImage(facts, { diskFormat: 'qcow2' }, ['raw'])).toThrow('this host accepts raw');
  });

  it("knows Glance's other names for raw files, and a hybrid ISO that is used as a disk", () => {
    expect(() => checkImage({ format: 'raw', virtualBytes: mib }, { diskFormat: 'ami' }, all)).not.toThrow();
    expect(() => checkImage({ format: 'iso', virtualBytes: mib }, { diskFormat: 'raw' }, all)).not.toThrow();
    expect(() => checkImage({ format: 'raw', virtualBytes: mib }, { diskFormat: 'iso' }, all)).toThrow(
      'said to be iso',
    );
  });
});
