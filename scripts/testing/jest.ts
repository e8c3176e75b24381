// Jest in child processes.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, RUN_TYPESCRIPT, runNode } from '../process/tools.js';
import { parseResults, RESULT_FILE_VARIABLE, type SuiteResult } from './result.js';

const JEST = [
  ...RUN_TYPESCRIPT,
  '--no-warnings',
  path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'),
];
/** A test file that says nothing for so long hangs. */
const SILENCE_MS = 300_000;
/** A process that lives on after its last test file has left a timer, a socket or a child open. */
const EXIT_MS = 10_000;
const LEFT_OPEN = 'a suite left something open';

/** Paths from the root of the test files whose path matches one of the patterns; all without any. */
export async function listTestFiles(patterns: readonly string[]): Promise<string[]> {
  const listed = await runNode(
    [...JEST, '--listTests', '--json', '--passWithNoTests', ...patterns],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (listed.code !== 0) throw new Error(`jest --listTests failed:\n${listed.output}`);
  const absolute: unknown = JSON.parse(listed.output.trim() || '[]');
  if (!Array.isArray(absolute)) throw new Error('jest --listTests printed no list');
  return absolute.map((file) => path.relative(ROOT, String(file))).sort();
}

/**
 * Runs the files in one process, one after the other, in an order drawn from the seed.
 * @returns one result a file; a file that was not finished because the process died counts as failed.
 */
export async function runTestFiles(run: {
  files: readonly string[];
  env: NodeJS.ProcessEnv;
  seed: number;
}): Promise<SuiteResult[]> {
  if (run.files.length === 0) return [];
  const folder = mkdtempSync(path.join(tmpdir(), 'bursar-jest-'));
  const resultFile = path.join(folder, 'results.jsonl');
  writeFileSync(resultFile, '');
  try {
    const ended = await runJest({ ...run, resultFile });
    return complete(run.files, parseResults(readFileSync(resultFile, 'utf8')), ended);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns how the process ended. */
async function runJest(run: {
  files: readonly string[];
  env: NodeJS.ProcessEnv;
  seed: number;
  resultFile: string;
}): Promise<string> {
  const own = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const options = [
    '--runInBand',
    `--seed=${run.seed}`,
    `--reporters=${own('./reporter.ts')}`,
    `--testSequencer=${own('./sequencer.ts')}`,
  ];
  const child = spawn(process.execPath, [...JEST, ...options, '--runTestsByPath', ...run.files], {
    cwd: ROOT,
    env: { ...run.env, [RESULT_FILE_VARIABLE]: run.resultFile },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const watch = setInterval(() => {
    const silentMs = Date.now() - statSync(run.resultFile).mtimeMs;
    const patienceMs = isComplete(run) ? EXIT_MS : SILENCE_MS;
    if (silentMs > patienceMs) child.kill('SIGKILL');
  }, 1_000);
  try {
    return await new Promise((resolve, reject) => {
      child
        .once('error', reject)
        .once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
  } finally {
    clearInterval(watch);
  }
}

function isComplete(run: { files: readonly string[]; resultFile: string }): boolean {
  return parseResults(readFileSync(run.resultFile, 'utf8')).suites.length >= run.files.length;
}

function complete(
  files: readonly string[],
  { suites, started }: ReturnType<typeof parseResults>,
  ended: string,
): SuiteResult[] {
  const done = new Set(suites.map(({ file }) => file));
  const missing = files.filter((file) => !done.has(file));
  for (const file of missing) {
    const what = started.includes(file) ? 'did not end' : 'was not run';
    process.stdout.write(`FAIL ${file} ${what}: its process ended with ${ended}\n`);
  }
  if (missing.length === 0 && ended.startsWith('SIG')) {
    process.stdout.write(`FAIL ${LEFT_OPEN}: the process had to be ended (${ended})\n`);
    for (const { file, leftOpen } of suites.filter((suite) => suite.leftOpen.length > 0)) {
      process.stdout.write(`     maybe ${file}: ${leftOpen.join(', ')}\n`);
    }
    missing.push(LEFT_OPEN);
  }
  const lost = { passed: 0, failed: 1, skipped: 0, durationMs: 0, leftOpen: [] };
  return [...suites, ...missing.map((file) => ({ file, ...lost }))];
}
