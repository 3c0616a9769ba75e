import { type Document, isAlias, isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { InputProblem } from '../input-error.ts';
import { ScenarioError } from './scenario-error.ts';

/** A key or an index on the way into a YAML document. */
export type PathPart = string | number;

export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** A YAML text with the places of its keys and values. */
export class YamlSource {
  readonly file: string;
  readonly value: unknown;
  private readonly document: Document;
  private readonly lines = new LineCounter();

  /** Throws ScenarioError with every syntax error of the text. */
  constructor(file: string, text: string) {
    this.file = file;
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, stringKeys: true });
    const problems = this.document.errors.map((error): InputProblem => ({
      code: 'yaml-syntax',
      file,
      ...this.placeAt(error.pos[0]),
      found: error.message.replaceAll('\n', ' '),
      accepted: 'YAML 1.2',
    }));
    if (problems.length > 0) throw new ScenarioError(problems);
    this.value = this.toValue();
  }

  /** An alias without its anchor, or too many of them, is found only here. */
  private toValue(): unknown {
    try {
      return this.document.toJS();
    } catch (error) {
      const found = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
      throw new ScenarioError([{ code: 'yaml-syntax', file: this.file, line: 1, found, accepted: 'YAML 1.2' }]);
    }
  }

  /** Place of the value at a path; of its nearest ancestor when there is none. */
  placeOf(path: readonly PathPart[]): SourcePlace {
    let node: Node | null = this.document.contents;
    for (const part of path) {
      const next = childOf(this.resolve(node), part);
      if (next === undefined) break;
      node = next;
    }
    return this.placeAt(node?.range?.[0] ?? 0);
  }

  /** Place of a key of the map at a path. */
  placeOfKey(path: readonly PathPart[], key: string): SourcePlace {
    let node: Node | null = this.document.contents;
    for (const part of path) node = childOf(this.resolve(node), part) ?? null;
    const map = this.resolve(node);
    const pair = isMap(map) ? map.items.find((item) => keyText(item.key) === key) : undefined;
    const at = (pair?.key as Node | undefined)?.range?.[0];
    return at === undefined ? this.placeOf(path) : this.placeAt(at);
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.document) ?? null) : node;
  }

  private placeAt(offset: number): SourcePlace {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function childOf(node: Node | null, part: PathPart): Node | undefined {
  if (isSeq(node)) return node.items[Number(part)] as Node | undefined;
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => keyText(item.key) === String(part));
  return (pair?.value ?? undefined) as Node | undefined;
}

function keyText(key: unknown): string {
  return String((key as { value?: unknown } | null)?.value ?? key);
}

/** `cloud.hosts[0].vcpus`. */
export function pathText(path: readonly PathPart[]): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w-]+$/.test(part) ? (i === 0 ? part : `.${part}`) : `["${part}"]`;
    })
    .join('');
}
