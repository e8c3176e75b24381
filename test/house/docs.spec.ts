// The documents keep step with the code: every event and every setting is told, and every link leads
// somewhere.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BILLING_EVENTS } from '../../src/modules/billing/index.js';
import { STUDENT_EVENTS } from '../../src/modules/students/index.js';

const read = (file: string) => readFileSync(file, 'utf8');

describe('the documents', () => {
  it('tell every event that this release writes', () => {
    const types = [...BILLING_EVENTS, ...STUDENT_EVENTS].map(({ type }) => type);
    expect(types.length).toBeGreaterThan(15);
    const told = read('docs/events.md');
    expect(types.filter((type) => !told.includes(`| ${type} `))).toEqual([]);
  });

  it('tell every setting', () => {
    const settings = read('src/kernel/config.ts').match(/^ {2}[A-Z][A-Z_]+(?=: )/gm) ?? [];
    expect(settings.length).toBeGreaterThan(15);
    const told = read('docs/operations.md');
    expect(settings.filter((name) => !told.includes(`\`${name.trim()}\``))).toEqual([]);
  });

  it('have links that lead somewhere', () => {
    const files = ['README.md', ...globSync('docs/**/*.md'), ...globSync('bench/*.md')];
    const broken = files.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target]) => path.join(path.dirname(file), target ?? ''))
        .filter((target) => !existsSync(target)),
    );
    expect(broken).toEqual([]);
  });
});
