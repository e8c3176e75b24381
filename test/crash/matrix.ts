// The crash matrix as text: process, append after which it was killed, what the same key found, and
// what was there when nobody asked.

export interface MatrixRow {
  readonly process: string;
  readonly append: string;
  sameKey: string;
  nobody: string;
}

const HEADINGS: MatrixRow = {
  process: 'process',
  append: 'kill -9 after append',
  sameKey: 'the same key finds',
  nobody: 'when nobody asks',
};
const COLUMNS = ['process', 'append', 'sameKey', 'nobody'] as const;

/** Rows in columns that stand below each other. */
export function matrixText(rows: readonly MatrixRow[]): string {
  const all = [HEADINGS, ...rows];
  const width = (column: keyof MatrixRow) => Math.max(...all.map((row) => row[column].length));
  const line = (row: MatrixRow) =>
    COLUMNS.map((column) => row[column].padEnd(width(column)))
      .join('  ')
      .trimEnd();
  const rule = '-'.repeat(COLUMNS.reduce((sum, column) => sum + width(column) + 2, -2));
  return [line(HEADINGS), rule, ...rows.map(line)].join('\n');
}
