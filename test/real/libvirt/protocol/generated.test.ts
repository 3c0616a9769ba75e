import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../../../../real/libvirt/protocol/generate.ts';
import { parseDescription } from '../../../../real/libvirt/protocol/parse-description.ts';

const folder = new URL('../../../../real/libvirt/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe('the generated protocol', () => {
  const description = parseDescription(read('protocol/libvirt.protocol'));

  it('is what the description says (else run npm run generate:libvirt)', () => {
    const files = Object.entries(generatedFiles(read('protocol/libvirt.protocol')));
    expect(files).toHaveLength(3);
    for (const [name, text] of files) expect(read(`generated/${name}`)).toBe(text);
  });

  it('describes the calls and events that the client is made of', () => {
    expect(description.calls.length).toBeGreaterThan(380);
    expect(description.events.length).toBeGreaterThan(30);
    expect(description.calls.find((call) => call.name === 'domainMigratePerform3Params')?.number).toBe(305);
    expect(description.events.find((event) => event.kind === 'lifecycle')).toMatchObject({ number: 318, id: 0 });
  });
});

describe('a broken description', () => {
  const program = 'program remote 0x20008086 1\n';
  it.each([
    ['procedure 1 x()', /:2: found 'procedure', expected program, struct, call or event/],
    ['call one x()', /:2: .*expected the form 'call NUMBER NAME/],
    ['call 1 x(a: itn)', /:2: found type 'itn', expected one of int/],
    ['call 1 x(a int)', /:2: found 'a int', expected 'field: type'/],
    ['call 1 x() fast', /:2: found mark 'fast', expected one of sends, receives, slow, rescue, pinned/],
    ['call 1 x(a: Nowhere)', /field 'a' has the unknown struct 'Nowhere'/],
    ['call 1 x()\ncall 1 y()', /procedure remote 1 is declared twice/],
  ])('is refused with its place and what was expected: %s', (line, message) => {
    expect(() => parseDescription(program + line)).toThrow(message);
  });
});
