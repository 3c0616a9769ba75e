import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readCaseText } from '../../../core/index.ts';

/** A case and what real Nova 26.2 answered. Texts, so that `1.0` stays apart from `1`. */
export interface RecordedCase {
  readonly case: string;
  readonly answer: string;
}

const file = fileURLToPath(new URL('../../fixtures/nova/schedule.jsonl.gz', import.meta.url));

/** Two lines a case: the case, then the answer. */
export function readRecordedCases(): readonly RecordedCase[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return lines.flatMap((line, i) => (i % 2 === 0 ? [{ case: line, answer: lines[i + 1]! }] : []));
}

export function writeRecordedCases(cases: readonly RecordedCase[]): void {
  const text = cases.map((each) => `${each.case}\n${each.answer}\n`).join('');
  writeFileSync(file, gzipSync(text, { level: 9 }));
}

/** An answer as plain data: floats that are whole are numbers like any other. */
export function readAnswer(text: string): NovaAnswer {
  return JSON.parse(JSON.stringify(readCaseText(text))) as NovaAnswer;
}

/** The oracle's result, as far as it is compared. */
export interface NovaAnswer {
  readonly id: string;
  readonly error: {
    readonly type: string;
    readonly stage?: string;
    readonly filter?: string;
    readonly weigher?: string;
  } | null;
  readonly rounds?: readonly {
    readonly start: readonly string[] | null;
    readonly filters: readonly { readonly filter: string; readonly survivors: readonly string[] }[];
    readonly filtered: readonly string[] | null;
    readonly weighers: readonly object[];
    readonly weighed: readonly { readonly node: string; readonly weight: number }[] | null;
  }[];
  readonly selections?: readonly (readonly string[])[] | null;
  readonly numa_topology?: unknown;
  readonly hosts_after?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
