// Words that usually hide something unfinished, and catches that swallow.
import { sources } from './sources.js';

const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b|not implemented|\bfor now\b/;
const ESCAPES = /@ts-(ignore|expect-error|nocheck)|eslint-disable|oxlint-disable|\bas any\b/;
const SWALLOWED =
  /catch\s*(\([^)]*\))?\s*\{\s*(\/\/[^\n]*\s*)?\}|\.catch\(\(\)\s*=>\s*(\{\}|undefined|null)\)/;
const SKIPPED = /\b(it|test|describe)\.(skip|only|todo)\(|\bx(it|describe)\(/;

describe('words', () => {
  const ours = sources('src/**/*.{ts,tsx}', 'scripts/**/*.ts', 'bench/**/*.ts', 'samples/**/*.ts');
  const tests = sources('test/**/*.ts').filter(({ path }) => path !== 'test/house/words.spec.ts');
  const where = (files: typeof ours, pattern: RegExp) =>
    files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  it('say nothing unfinished', () => expect(where([...ours, ...tests], UNFINISHED)).toEqual([]));
  it('switch off no check', () => expect(where([...ours, ...tests], ESCAPES)).toEqual([]));
  it('swallow no error', () => expect(where(ours, SWALLOWED)).toEqual([]));
  it('skip no test', () => expect(where(tests, SKIPPED)).toEqual([]));
});
