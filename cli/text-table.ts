export type Alignment = 'left' | 'right';

/** Columns with two spaces between them; the first row is the head. */
export function textTable(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string {
  const widths = alignments.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))));
  return rows
    .map((row) => alignments.map((side, column) => pad(row[column] ?? '', widths[column]!, side)))
    .map(joinCells)
    .join('\n');
}

/** Breaks a text between words; lines after the first begin with `indent`. */
export function wrapText(text: string, columns: number, indent = ''): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)!;
    if (line === '' || line === indent) lines[lines.length - 1] += word;
    else if (width(line) + 1 + width(word) <= columns) lines[lines.length - 1] += ` ${word}`;
    else lines.push(indent + word);
  }
  return lines.join('\n');
}

function joinCells(cells: readonly string[]): string {
  return cells.join('  ').trimEnd();
}

function pad(text: string, columns: number, side: Alignment): string {
  const space = ' '.repeat(Math.max(0, columns - width(text)));
  return side === 'left' ? text + space : space + text;
}

/** Characters as people count them; colours have no width. */
function width(text: string): number {
  // oxlint-disable-next-line no-control-regex
  return [...text.replaceAll(/\u001b\[\d+m/g, '')].length;
}
