import type { GuestConfig } from '../guest-config/guest-config.ts';
import { xml } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';

/** Namespace of our element in a domain's metadata. A name, not an address: nothing is there to be fetched. */
export const metadataNamespace = 'urn:astrolabe:guest:1';

/** What a person with `virsh dumpxml` wants to know, and how a host knows its own domains: by the folder. */
export function guestMetadataXml({ request, folder }: GuestConfig): XmlElement {
  const { flavor, image } = request;
  return xml(
    'metadata',
    {},
    xml(
      'astrolabe:guest',
      { 'xmlns:astrolabe': metadataNamespace },
      xml('astrolabe:folder', {}, folder),
      xml('astrolabe:name', {}, printable(request.displayName)),
      xml('astrolabe:flavor', { name: printable(flavor.name), vcpus: flavor.vcpus, ramMib: flavor.ramMib }),
      xml('astrolabe:owner', { project: printable(request.projectId), user: printable(request.userId) }),
      image?.id === undefined ? undefined : xml('astrolabe:image', { id: printable(image.id) }),
    ),
  );
}

/** A name that XML cannot carry is no reason to refuse a server: it is shown with replacement characters. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text
    .replaceAll(unprintable, '\ufffd')
    .slice(0, 255)
    .replace(/\p{Surrogate}$/u, '');
}

// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;
