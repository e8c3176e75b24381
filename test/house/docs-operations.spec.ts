// The manual of operations tells every command of the command line, and every code of an exit.
import { globSync, readFileSync } from 'node:fs';

const read = (file: string) => readFileSync(file, 'utf8');

describe('the manual of operations', () => {
  const manual = read('docs/operations.md');

  it('tells every command', () => {
    const sources = ['src/cli.ts', ...globSync('src/cli/**/*.ts')].map(read).join('\n');
    const commands = [...sources.matchAll(/\.command\('([a-z]+)/g)].map(([, name]) => name ?? '');
    expect(commands).toContain('backup');
    expect(commands.length).toBeGreaterThan(5);
    const told = (name: string) => new RegExp(`cli -- (log )?${name}\\b`).test(manual);
    expect(commands.filter((name) => !told(name))).toEqual([]);
  });

  it('names a place in the manual that exists, wherever a message leads there', () => {
    const messages = globSync('src/cli/**/*.ts').map(read).join('\n');
    expect(messages).toContain('docs/operations.md says how');
    expect(manual).toContain('## Servers of your own');
  });
});
