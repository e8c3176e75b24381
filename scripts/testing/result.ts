// What became of one test file. The reporter writes one line a file, as it goes, so that a process
// that dies in the middle has still told what was done before.
import { z } from 'zod';

/** Environment variable that tells the reporter where to write. */
export const RESULT_FILE_VARIABLE = 'BURSAR_TEST_RESULTS';

const STARTED = z.object({ started: z.string() });
const SUITE = z.object({
  file: z.string(),
  passed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  durationMs: z.number(),
  /** Kinds of timers, sockets and children that were not there before the file: a leak, or idle. */
  leftOpen: z.array(z.string()).default([]),
});
const LINE = z.union([SUITE, STARTED]);

/** Counts of one test file; a file that can't be loaded, or does not end, counts as one failure. */
export type SuiteResult = z.output<typeof SUITE>;
export type ResultLine = z.input<typeof LINE>;

export function parseResults(text: string): { suites: SuiteResult[]; started: string[] } {
  const suites: SuiteResult[] = [];
  const started: string[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const result = LINE.parse(JSON.parse(line));
    if ('started' in result) started.push(result.started);
    else suites.push(result);
  }
  return { suites, started };
}
