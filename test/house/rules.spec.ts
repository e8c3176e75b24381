// A reader who knows the rule's number finds it: every number that the code or a test names is told in
// docs/rules.md.
import { readFileSync } from 'node:fs';
import { sources } from './sources.js';

describe('the numbers of the rules', () => {
  const text = readFileSync('docs/rules.md', 'utf8');
  const told = new Set([...text.matchAll(/^\*\*Rule (\d+)\. /gm)].map(([, number]) => number));

  it('are each told once', () => {
    expect([...told]).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '13',
      '18',
      '19',
      '20',
    ]);
  });

  it('that are named in the code and in the tests are told', () => {
    const files = sources('src/**/*.{ts,tsx}', 'test/**/*.ts');
    const named = files.flatMap(({ path, tree }) =>
      [...tree.text.matchAll(/\b[Rr]ules? (\d+)(?: and (\d+))?\b/g)]
        .flatMap(([, first, second]) => [first, second].filter((n) => n !== undefined))
        .filter((n) => !told.has(n))
        .map((n) => `${path}: rule ${n}`),
    );
    expect(named).toEqual([]);
  });
});
