// A file says one thing (120 lines is the aim, 250 the limit), a function fits on a page (20, 60).
// What is above the aim stands in the baseline beside this test, and there it may only shrink: a
// file that is new there, or longer than it was, fails, and so does an entry that is not needed.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { nodesOf, sources, type SourceFile } from './sources.js';

const FILE_LINES_AIM = 120;
const FILE_LINES_MAX = 250;
const FUNCTION_LINES_AIM = 20;
const FUNCTION_LINES_MAX = 60;

type Excess = Readonly<Record<string, number>>;

/** By path: lines of files above the aim, and how many of a file's functions are above theirs. */
interface Baseline {
  readonly fileLines: Excess;
  readonly longFunctions: Excess;
}

function functionLengths({ tree }: SourceFile): number[] {
  const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  return [...nodesOf(tree)]
    .filter((node) => ts.isFunctionLike(node))
    .map((node) => lineAt(node.getEnd()) - lineAt(startOf(node)) + 1);
}

/** A method begins with its name: its decorators describe the route, they are none of its steps. */
function startOf(node: ts.SignatureDeclaration): number {
  return (ts.isMethodDeclaration(node) ? node.name : node).getStart();
}

function above(figures: readonly (readonly [string, number])[], aim: number): Excess {
  return Object.fromEntries(figures.filter(([, figure]) => figure > aim));
}

/** Where the code is worse than the baseline, or better and the baseline does not say so yet. */
function movedFrom(baseline: Excess, now: Excess): string[] {
  const paths = new Set([...Object.keys(baseline), ...Object.keys(now)]);
  return [...paths]
    .filter((path) => baseline[path] !== now[path])
    .map((path) => `${path}: ${baseline[path] ?? 'none'} → ${now[path] ?? 'none'}`);
}

describe('lengths', () => {
  const ours = sources('src/**/*.{ts,tsx}', 'scripts/**/*.ts', 'bench/**/*.ts');
  const tests = sources('test/**/*.ts');
  const baseline = JSON.parse(readFileSync('test/house/lengths.baseline.json', 'utf8')) as Baseline;
  const functions = ours.map((file) => [file.path, functionLengths(file)] as const);

  it(`no file is longer than ${FILE_LINES_MAX} lines`, () => {
    const long = [...ours, ...tests].filter(({ lines }) => lines > FILE_LINES_MAX);
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it(`no function is longer than ${FUNCTION_LINES_MAX} lines`, () => {
    const longest = functions.map(([path, lengths]) => [path, Math.max(0, ...lengths)] as const);
    expect(above(longest, FUNCTION_LINES_MAX)).toEqual({});
  });

  it(`files above ${FILE_LINES_AIM} lines may only become fewer and shorter`, () => {
    const files = ours.map(({ path, lines }) => [path, lines] as const);
    expect(movedFrom(baseline.fileLines, above(files, FILE_LINES_AIM))).toEqual([]);
  });

  it(`functions above ${FUNCTION_LINES_AIM} lines may only become fewer`, () => {
    const counts = functions.map(
      ([path, lengths]) =>
        [path, lengths.filter((lines) => lines > FUNCTION_LINES_AIM).length] as const,
    );
    expect(movedFrom(baseline.longFunctions, above(counts, 0))).toEqual([]);
  });
});
