// What can be told without running anything: format, lint with types, types.
import path from 'node:path';
import { ROOT, runNode } from '../process/tools.js';
import type { SuiteResult } from './result.js';

const bin = (...parts: string[]) => path.join(ROOT, 'node_modules', ...parts);

const CHECKS = [
  { name: 'format (prettier)', args: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.'] },
  { name: 'lint (oxlint)', args: [bin('oxlint', 'bin', 'oxlint'), '--type-aware'] },
  { name: 'types (tsc)', args: [bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'] },
];

/** Name under which their duration is recorded. */
export const STATIC_CHECKS = 'static checks';

/** Runs them one after the other; each counts as one test. */
export async function runStaticChecks(): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  for (const { name, args } of CHECKS) {
    const { code, output, durationMs } = await runNode(args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const passed = code === 0 ? 1 : 0;
    const verdict = code === 0 ? 'ok  ' : 'FAIL';
    const seconds = (durationMs / 1000).toFixed(1);
    process.stdout.write(`${verdict} ${name} (${seconds} s)\n${code === 0 ? '' : output}`);
    results.push({
      file: name,
      passed,
      failed: 1 - passed,
      skipped: 0,
      durationMs: Math.round(durationMs),
      leftOpen: [],
    });
  }
  return results;
}
