import type { Finding, HostExamination } from '../../real/index.ts';
import { textTable, wrapText } from '../text-table.ts';

/** What was found out about a host, a line for each check, with what mends it. */
export function examinationText({ findings, advice }: HostExamination, columns: number): string {
  const rows = findings.map(({ check, state, found }) => [state, check, found]);
  const indent = ' '.repeat(9);
  const lines = textTable([['state', 'check', 'found'], ...rows], ['left', 'left', 'left']).split('\n');
  const told = findings.map((finding, i) => [lines[i + 1]!, ...remarks(finding, indent, columns)]).flat();
  const configuration = advice === null ? [] : ['', `Configure: ${JSON.stringify(advice)}`];
  return [lines[0]!, ...told, ...configuration].join('\n');
}

function remarks({ state, consequence, mend }: Finding, indent: string, columns: number): string[] {
  if (state === 'ok') return [];
  const texts = [consequence, mend === undefined ? undefined : `mend: ${mend}`];
  return texts.filter((text) => text !== undefined).map((text) => indent + wrapText(text, columns, indent));
}
