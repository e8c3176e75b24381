// The end of a test run, which other programs read, and how the files are shared out.
import { share } from '../../scripts/testing/plan.js';
import { summary } from '../../scripts/testing/summary.js';

const SOUND = { file: 'a.spec.ts', passed: 3, failed: 0, skipped: 0, durationMs: 10, leftOpen: [] };
const FAILING = {
  file: 'b.spec.ts',
  passed: 1,
  failed: 2,
  skipped: 0,
  durationMs: 10,
  leftOpen: [],
};
const SKIPPING = {
  file: 'c.spec.ts',
  passed: 1,
  failed: 0,
  skipped: 1,
  durationMs: 10,
  leftOpen: [],
};

describe('the end of a test run', () => {
  const lenient = { skippedIsFailure: false };

  it('is one line with the totals, and sound when nothing failed', () => {
    expect(summary([SOUND], lenient)).toEqual({ text: '3 passed, 0 failed\n', sound: true });
  });

  it('names each suite that failed before that line', () => {
    expect(summary([SOUND, FAILING], lenient)).toEqual({
      text: 'FAIL b.spec.ts: 2 failed\n4 passed, 2 failed\n',
      sound: false,
    });
  });

  it('tells skipped tests, and counts them as failures where that is asked for', () => {
    expect(summary([SKIPPING], lenient)).toEqual({
      text: '1 passed, 0 failed, 1 skipped\n',
      sound: true,
    });
    expect(summary([SKIPPING], { skippedIsFailure: true })).toEqual({
      text: 'FAIL c.spec.ts: 1 failed\n1 passed, 1 failed\n',
      sound: false,
    });
  });

  it('is not sound when no test ran', () => {
    expect(summary([], lenient)).toEqual({
      text: 'No test was run.\n0 passed, 0 failed\n',
      sound: false,
    });
  });
});

describe('sharing out', () => {
  it('lets all processes end at about the same time, counting what they do before', () => {
    const durations = { 'a.ts': 60, 'b.ts': 50, 'c.ts': 20, 'd.ts': 10 };

    const shares = share(['a.ts', 'b.ts', 'c.ts', 'd.ts'], [0, 40], durations);

    expect(shares).toEqual([['a.ts', 'c.ts', 'd.ts'], ['b.ts']]);
  });
});
