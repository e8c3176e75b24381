// A file says one thing (250 lines at most), a function fits on a page (60 lines at most). The list
// of files above the aim may only shrink: a ratchet, not a wish.
import ts from 'typescript';
import { nodesOf, sources, type SourceFile } from './sources.js';

const FILE_LINES_MAX = 250;
const FUNCTION_LINES_MAX = 60;

function linesOf(node: ts.Node, { tree }: SourceFile): number {
  const first = tree.getLineAndCharacterOfPosition(node.getStart()).line;
  return tree.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1;
}

describe('lengths', () => {
  const ours = sources('src/**/*.{ts,tsx}', 'scripts/**/*.ts', 'bench/**/*.ts');
  const tests = sources('test/**/*.ts');

  it(`no file is longer than ${FILE_LINES_MAX} lines`, () => {
    const long = [...ours, ...tests].filter(({ lines }) => lines > FILE_LINES_MAX);
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it(`no function is longer than ${FUNCTION_LINES_MAX} lines`, () => {
    const long = ours.flatMap((file) =>
      [...nodesOf(file.tree)]
        .filter((node) => ts.isFunctionLike(node) && linesOf(node, file) > FUNCTION_LINES_MAX)
        .map((node) => `${file.path}: ${linesOf(node, file)} lines at ${node.getStart()}`),
    );
    expect(long).toEqual([]);
  });
});
