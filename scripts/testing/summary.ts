// The end of a test run: what failed, and one closing line with the totals.
import type { SuiteResult } from './result.js';

/**
 * Says how a run ended.
 * @returns `text`, whose last line is `N passed, N failed` with `, N skipped` if there are any; and
 *   whether the run is sound: something passed and nothing failed.
 */
export function summary(
  results: readonly SuiteResult[],
  { skippedIsFailure }: { skippedIsFailure: boolean },
): { text: string; sound: boolean } {
  const failedOf = (suite: SuiteResult) => suite.failed + (skippedIsFailure ? suite.skipped : 0);
  const failing = results.filter((suite) => failedOf(suite) > 0);
  const lines = failing.map((suite) => `FAIL ${suite.file}: ${failedOf(suite)} failed`);
  const total = (count: (suite: SuiteResult) => number) =>
    results.reduce((sum, suite) => sum + count(suite), 0);
  const passed = total((suite) => suite.passed);
  const failed = total(failedOf);
  const skipped = skippedIsFailure ? 0 : total((suite) => suite.skipped);
  if (passed + failed === 0) lines.push('No test was run.');
  lines.push(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return { text: `${lines.join('\n')}\n`, sound: failed === 0 && passed > 0 };
}
