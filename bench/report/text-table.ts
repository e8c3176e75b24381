// Rows of text in columns: the first two to the left, figures to the right.

const LEFT_COLUMNS = 2;
const GAP = '  ';

export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => lineOf(row, widths)).join('\n');
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const cells = widths.map((width, column) => {
    const text = row[column] ?? '';
    return column < LEFT_COLUMNS ? text.padEnd(width) : text.padStart(width);
  });
  return cells.join(GAP).trimEnd();
}
