import { SaxesParser } from 'saxes';

/** An element that libvirt sent. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** The text directly in it, trimmed. */
  readonly text: string;
}

interface Growing extends XmlNode {
  readonly children: Growing[];
  text: string;
}

/** Reads a document. Throws where it is not well formed: libvirt's always are. */
export function parseXml(document: string): XmlNode {
  const root: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open: Growing[] = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const node: Growing = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('closetag', () => {
    const node = open.pop();
    if (node !== undefined) node.text = node.text.trim();
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(document).close();
  return root;
}

/** All elements at a path: `xmlAll(root, 'capabilities', 'host', 'cpu', 'feature')`. */
export function xmlAll(node: XmlNode, ...path: readonly string[]): readonly XmlNode[] {
  let nodes: readonly XmlNode[] = [node];
  for (const name of path) nodes = nodes.flatMap(({ children }) => children.filter((child) => child.name === name));
  return nodes;
}

export function xmlFirst(node: XmlNode, ...path: readonly string[]): XmlNode | undefined {
  return xmlAll(node, ...path)[0];
}

export function xmlText(node: XmlNode, ...path: readonly string[]): string {
  return xmlFirst(node, ...path)?.text ?? '';
}
