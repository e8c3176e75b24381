// Postgres: every pool has an error listener, and no statement joins what is authority (`app`) with
// what is disposable (`rm_<n>`).
import ts from 'typescript';
import { nodesOf, sources } from './sources.js';

describe('Postgres', () => {
  const files = sources('src/**/*.{ts,tsx}', 'scripts/**/*.ts', 'migrations/*.ts');

  it('has pools only from createPool, which listens for errors', () => {
    const makers = files.filter(({ text }) => /new (pg\.)?Pool\(/.test(text));
    expect(makers.map(({ path }) => path)).toEqual(['src/database/pools.ts']);
    expect(makers[0]?.text).toMatch(/pool\.on\('error'/);
  });

  it('has no statement with tables of both schemas', () => {
    const both = files.flatMap(({ path, tree }) =>
      [...nodesOf(tree)]
        .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
        .filter((node) => mentionsApp(node.getText()) && mentionsReadModel(node.getText()))
        .map((node) => `${path}: ${node.getText().slice(0, 80)}`),
    );
    expect(both).toEqual([]);
  });

  it('keeps foreign keys inside their schema', () => {
    const keys = files.flatMap(
      ({ text }) => text.match(/\breferences\s+[\w.$"{}]+\s*[,(\n]/gi) ?? [],
    );
    const crossing = keys.filter((key) => !/references app\.|references students?$/i.test(key));
    expect(crossing).toEqual([]);
  });
});

function mentionsApp(sql: string): boolean {
  return /\b(from|join|into|update|references)\s+app\./i.test(sql);
}

function mentionsReadModel(sql: string): boolean {
  return /\b(from|join|into|update|references)\s+(rm_|"?\$\{)/i.test(sql);
}
