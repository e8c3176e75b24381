// No module-level state: two applications in one process (tests, tools) must not know of each other.
import ts from 'typescript';
import { sources, type SourceFile } from './sources.js';

const MUTABLE = /^(Map|Set|WeakMap|WeakSet|Array|LRUCache|Registry|Pool|EventEmitter)$/;

/** `let` and `var`, and `const` that holds a fresh mutable container. */
function stateOf({ path, tree }: SourceFile): string[] {
  return tree.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => {
    const isConst = (declarationList.flags & ts.NodeFlags.Const) !== 0;
    return declarationList.declarations
      .filter(
        ({ initializer, type, name }) => !isConst || isMutable(initializer, type, name.getText()),
      )
      .map((declaration) => `${path}: ${declaration.name.getText()}`);
  });
}

/** A table of constants (`const NAMES = new Set(['a', 'b'])`) is no state. */
function isMutable(
  value: ts.Expression | undefined,
  type: ts.TypeNode | undefined,
  name: string,
): boolean {
  if (value === undefined || !ts.isNewExpression(value)) return false;
  if (type !== undefined && /^(Readonly|readonly )/.test(type.getText())) return false;
  const isTable = /^[A-Z0-9_]+$/.test(name) && (value.arguments ?? []).length > 0;
  return MUTABLE.test(value.expression.getText()) && !isTable;
}

describe('module-level state', () => {
  it('does not exist in src and scripts', () => {
    const files = sources('src/**/*.{ts,tsx}', 'scripts/**/*.ts');
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap(stateOf)).toEqual([]);
  });
});
