// npm test: everything that must hold, on two cores, against one throw-away Postgres.
//   npm test                       static checks and all suites
//   npm test -- <pattern> …        the suites whose path matches, nothing else
//   npm test -- --seed=<n>         the order of a former run
//   npm test -- --record-durations keeps how long each suite took, for sharing them out
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startThrowAwayPostgres } from './postgres/throw-away.js';
import { listTestFiles, runTestFiles } from './testing/jest.js';
import { recordedDurations, share, DURATIONS_FILE } from './testing/plan.js';
import type { SuiteResult } from './testing/result.js';
import { runStaticChecks, STATIC_CHECKS } from './testing/static-checks.js';
import { summary } from './testing/summary.js';

const SEED_MAX = 2 ** 31;

const { values, positionals: patterns } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, 'record-durations': { type: 'boolean' } },
});
const seed = values.seed === undefined ? randomInt(SEED_MAX) : Number(values.seed);
const results = await runAll();
if (values['record-durations'] === true) recordDurations(results);
const { text, sound } = summary(results, { skippedIsFailure: process.env['CI'] === 'true' });
process.stdout.write(`\norder of the suites: --seed=${seed}\n`);
process.stdout.write(text);
process.exitCode = sound ? 0 : 1;

async function runAll(): Promise<SuiteResult[]> {
  const [files, postgres] = await Promise.all([listTestFiles(patterns), startThrowAwayPostgres()]);
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    TEST_DATABASE_URL: postgres.url('postgres'),
  };
  const whole = patterns.length === 0;
  try {
    const checksMs = whole ? (recordedDurations()[STATIC_CHECKS] ?? 0) : 0;
    const [first = [], second = []] = share(files, [0, checksMs]);
    const lanes = await Promise.all([
      runTestFiles({ files: first, env, seed }),
      (whole ? runStaticChecks() : Promise.resolve([])).then(async (checks) => [
        ...checks,
        ...(await runTestFiles({ files: second, env, seed })),
      ]),
    ]);
    return lanes.flat();
  } finally {
    await postgres.stop();
  }
}

function recordDurations(suites: readonly SuiteResult[]): void {
  const isFile = ({ file }: SuiteResult) => file.endsWith('.ts');
  const checksMs = suites
    .filter((suite) => !isFile(suite))
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
  const timed = suites.filter(isFile).map(({ file, durationMs }) => [file, durationMs] as const);
  const sorted = timed.sort(([a], [b]) => (a < b ? -1 : 1));
  const table = Object.fromEntries([[STATIC_CHECKS, checksMs] as const, ...sorted]);
  writeFileSync(DURATIONS_FILE, `${JSON.stringify(table, null, 2)}\n`);
}
