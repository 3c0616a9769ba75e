import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { domainXml } from '../../../../real/compute/domain-xml/domain-xml.ts';
import { renderXml, xml } from '../../../../real/compute/domain-xml/xml-element.ts';
import type { XmlElement } from '../../../../real/compute/domain-xml/xml-element.ts';
import { guestConfig } from '../../../../real/compute/guest-config/guest-config.ts';
import { HypervisorError } from '../../../../real/compute/hypervisor/hypervisor-error.ts';
import { guestParts, guestRequest, hostSettings } from '../guest-config/guest-request.ts';

const nasty = fc.constantFrom(
  '<',
  '>',
  '&',
  '"',
  "'",
  ']]>',
  '<!--',
  '-->',
  '<?x',
  '&lt;',
  '&#60;',
  '\0',
  '\u0001',
  '\b',
  '\n',
  '\t',
  '\r',
  '\u007f',
  '\u0085',
  '\ufffe',
  '\uffff',
  '\ud800',
  '\udc00',
  '\u{1f4a9}',
  '/>',
  "'/><x y='",
  '</domain>',
  '${x}',
  '%s',
  '\u202e',
  '../',
  '-',
);
const hostile = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

/** An independent reader: the elements, attributes and text of a document. */
function parsed(text: string): { readonly shape: string[]; readonly texts: string[] } {
  const [shape, texts]: [string[], string[]] = [[], []];
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    shape.push(`<${tag.name} ${Object.keys(tag.attributes).join(' ')}`);
    texts.push(...Object.values(tag.attributes as Record<string, string>));
  });
  parser.on('text', (said) => texts.push(said));
  parser.on('closetag', (tag) => shape.push(`</${tag.name}`));
  parser.on('comment', () => shape.push('comment'));
  parser.on('cdata', () => shape.push('cdata'));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  return { shape, texts };
}

const refusedOr = <T>(make: () => T): T | undefined => {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(HypervisorError);
    expect(error).toMatchObject({ code: expect.stringMatching(/^(bad-request|unsupported)$/) });
    return undefined;
  }
};

describe('text from strangers', () => {
  it('comes out of an XML reader as it went in, or is refused', () => {
    let carried = 0;
    fc.assert(
      fc.property(hostile, hostile, (attribute, inside) => {
        const element: XmlElement = xml('a', { b: attribute }, xml('c', {}, inside));
        const text = refusedOr(() => renderXml(element));
        if (text === undefined) return;
        carried += 1;
        const { shape, texts } = parsed(text);
        expect(shape).toEqual(['<a b', '<c ', '</c', '</a']);
        expect(texts).toEqual(inside === '' ? [attribute] : [attribute, inside]);
      }),
      { numRuns: 2000 },
    );
    expect(carried).toBeGreaterThan(200);
  });

  const shapeOf = (change: object): readonly string[] | undefined =>
    refusedOr(
      () => parsed(domainXml(guestConfig({ ...guestRequest(), ...change }, guestParts(), hostSettings()))).shape,
    );
  const plain = shapeOf({});

  it.each([
    ['displayName', (text: string) => ({ displayName: text })],
    ['projectId', (text: string) => ({ projectId: text })],
    ['userId', (text: string) => ({ userId: text })],
    ['the id of the image', (text: string) => ({ image: { id: text, properties: {} } })],
    ['the name of the flavor', (text: string) => ({ flavor: { ...guestRequest().flavor, name: text } })],
    ['metadata', (text: string) => ({ metadata: { hostname: text, keys: [], meta: { [text]: text } } })],
  ])('in %s never change the shape of the domain', (_, change) => {
    expect(plain).toBeDefined();
    fc.assert(
      fc.property(hostile, (text) => {
        expect(shapeOf(change(text))).toEqual(plain);
      }),
    );
  });

  it('as a UUID is refused', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(shapeOf({ uuid: text })).toBeUndefined();
      }),
    );
  });

  const keys = [
    'hw:watchdog_action',
    'hw:cpu_sockets',
    'hw:serial_port_count',
    'hw_rng:rate_bytes',
    'hw:boot_menu',
    'hw:pmu',
    'quota:cpu_shares',
    'quota:disk_read_bytes_sec',
    'hw_video:ram_max_mb',
    'hw:vif_multiqueue_enabled',
    'os:secure_boot',
    'hw:cpu_realtime',
    'hw:locked_memory',
  ];
  const names = [
    'hw_machine_type',
    'hw_disk_bus',
    'hw_cdrom_bus',
    'hw_scsi_model',
    'hw_video_model',
    'hw_watchdog_action',
    'hw_firmware_type',
    'hw_vif_model',
    'hw_rescue_bus',
    'hw_input_bus',
    'hw_pointer_model',
    'hw_cpu_cores',
    'hw_serial_port_count',
    'os_type',
    'hw_architecture',
    'hw_time_hpet',
  ];

  it('in extra specs and image properties end in known words or in an error', () => {
    const values = new Set(parsed(domainXml(guestConfig(guestRequest(), guestParts(), hostSettings()))).texts);
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.constantFrom(...names), hostile, (key, name, text) => {
        const request = guestRequest({
          uuid: '11111111-2222-4333-8444-555555555555',
          extraSpecs: { [key]: text },
          properties: { [name]: text },
        });
        const made = refusedOr(() => domainXml(guestConfig(request, guestParts(), hostSettings())));
        if (made === undefined) return;
        for (const said of parsed(made).texts) if (!values.has(said)) expect(said).toMatch(/^[A-Za-z0-9._ -]*$/);
      }),
      { numRuns: 2000 },
    );
  });
});
