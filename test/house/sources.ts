// The source files that the house rules look at.
import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
}

/** Parsed files that match one of the globs, sorted by path. */
export function sources(...globs: string[]): SourceFile[] {
  return globSync(globs)
    .filter((path) => !path.includes('node_modules'))
    .toSorted()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
      return { path, text, lines: text.split('\n').length - 1, tree };
    });
}

/** Every node of a tree, depth first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}
