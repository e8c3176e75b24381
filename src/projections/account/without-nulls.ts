// From rows to answers: what a row does not have is left out, amounts become bigints.
import { minor } from '../read-models.js';

type Nullable<T> = { [K in keyof T]: null extends T[K] ? K : never }[keyof T];

export type WithoutNulls<T> = Omit<T, Nullable<T>> & {
  [K in Nullable<T>]?: Exclude<T[K], null>;
};

export function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  ) as WithoutNulls<T>;
}

/** The named amounts of a row, minor units. */
export function minorsOf<N extends string>(
  row: Readonly<Record<N, number>>,
  names: readonly N[],
): Record<N, bigint> {
  const amounts = names.map((name) => [name, minor(row[name])]);
  return Object.fromEntries(amounts) as Record<N, bigint>;
}
