import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What Neutron 21.0 (Debian 12) answered to each of the steps, one a line, as `Side` makes it comparable. */
const file = fileURLToPath(new URL('recorded/neutron.jsonl', import.meta.url));

export function recordedAnswers(): unknown[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}

export function record(answers: readonly unknown[]): void {
  writeFileSync(file, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
}
