// The head of a table: one cell a column, each with its direction.

export interface Column {
  readonly text: string;
  /** `num`, `only-wide` and such. */
  readonly class?: string;
  /** Said only to those who hear the page. */
  readonly unseen?: boolean;
}

export function TableHead({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map(({ text, class: kind, unseen }) => (
          <th key={text} scope="col" class={kind}>
            {unseen === true ? <span class="vh">{text}</span> : text}
          </th>
        ))}
      </tr>
    </thead>
  );
}
