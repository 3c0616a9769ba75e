import { HypervisorError } from '../hypervisor/hypervisor-error.ts';

/** An element: its attributes and what is in it, text or other elements. `undefined` is left out. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: XmlAttributes;
  readonly children: readonly (XmlElement | string)[];
}

export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/**
 * Makes an element. Names come from this program only; values may come from anybody.
 *
 *     xml('source', { file: path })
 *     xml('memory', { unit: 'MiB' }, 512)
 */
export function xml(
  name: string,
  attributes: XmlAttributes = {},
  ...children: readonly (XmlElement | string | number | undefined)[]
): XmlElement {
  return {
    name,
    attributes,
    children: children
      .filter((child) => child !== undefined)
      .map((child) => (typeof child === 'number' ? `${child}` : child)),
  };
}

/**
 * The element as text. An element tree needs no more than these lines; builders from npm bring a DOM or a dialect of
 * objects with them, and take control characters as they come.
 *
 * @throws HypervisorError `bad-request` for characters that XML cannot carry
 */
export function renderXml({ name, attributes, children }: XmlElement): string {
  const shown = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}='${escapeXml(String(value))}'`)
    .join('');
  if (children.length === 0) return `<${name}${shown}/>`;
  const inside = children.map((child) => (typeof child === 'string' ? escapeXml(child) : renderXml(child))).join('');
  return `<${name}${shown}>${inside}</${name}>`;
}

/** Also line ends and tabs, which a parser would make spaces in attributes. */
const special = /[<>&'"\t\n\r]/g;

/** Text or the value of an attribute. @throws HypervisorError as {@link renderXml} */
export function escapeXml(text: string): string {
  if (xmlForbidden.test(text)) {
    throw new HypervisorError('bad-request', 'config', `${JSON.stringify(text)} has characters that XML cannot carry`);
  }
  return text.replaceAll(special, (character) => `&#${character.charCodeAt(0)};`);
}

/** XML 1.0, production 2: control characters other than tab and line ends, two that are none, half pairs. */
// oxlint-disable-next-line no-control-regex
const xmlForbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
