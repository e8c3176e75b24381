// What a run found, a line a target: the figure, what it should be, and whether it is.

export interface Finding {
  readonly what: string;
  readonly found: string;
  /** Absent: nothing was promised, the figure is told all the same. */
  readonly target?: { readonly wanted: string; readonly reached: boolean };
}

/** In columns, in the order in which they were found. */
export function summary(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, found, target }) => {
    if (target === undefined) return [what, found, '', ''];
    return [what, found, target.wanted, target.reached ? 'reached' : 'missed'];
  });
  const all = [['', 'found', 'wanted', ''], ...rows];
  const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const widths = [0, 1, 2, 3].map(width);
  return all
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

interface Bound {
  readonly value: number;
  readonly unit: string;
}

/** A figure that must not be below. */
export function atLeast(what: string, figure: number, { value, unit }: Bound): Finding {
  const target = { wanted: `≥ ${value} ${unit}`, reached: figure >= value };
  return { what, found: `${rounded(figure)} ${unit}`, target };
}

/** A figure that must not be above. */
export function atMost(what: string, figure: number, { value, unit }: Bound): Finding {
  const target = { wanted: `≤ ${value} ${unit}`, reached: figure <= value };
  return { what, found: `${rounded(figure)} ${unit}`, target };
}

function rounded(figure: number): string {
  return figure.toFixed(figure < 10 ? 2 : 0);
}
