// Jest's report, one block a test file, so that two processes may write to one terminal.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { present } from '../../src/kernel/assert.js';
import { RESULT_FILE_VARIABLE, type ResultLine } from './result.js';

interface TestFile {
  path: string;
}

/** The part of Jest's result of a test file that is read here. */
interface TestFileResult {
  numPassingTests: number;
  numFailingTests: number;
  numPendingTests: number;
  numTodoTests: number;
  failureMessage?: string | null;
  perfStats: { runtime: number };
}

export default class Reporter {
  private readonly resultFile = present(process.env[RESULT_FILE_VARIABLE], RESULT_FILE_VARIABLE);

  private openBefore: string[] = [];

  constructor(private readonly jest: { rootDir: string }) {}

  onTestStart(test: TestFile): void {
    this.openBefore = process.getActiveResourcesInfo();
    this.write({ started: this.nameOf(test) });
  }

  onTestResult(test: TestFile, result: TestFileResult): void {
    const passed = result.numPassingTests;
    const message = result.failureMessage ?? '';
    const failed = Math.max(result.numFailingTests, message === '' ? 0 : 1);
    const skipped = result.numPendingTests + result.numTodoTests;
    const durationMs = Math.round(result.perfStats.runtime);
    const file = this.nameOf(test);
    this.write({ file, passed, failed, skipped, durationMs, leftOpen: this.openedSince() });
    const verdict = failed === 0 ? 'ok  ' : 'FAIL';
    const counts = `${passed} passed${failed > 0 ? `, ${failed} failed` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    const seconds = (durationMs / 1000).toFixed(1);
    process.stdout.write(`${verdict} ${file} (${counts}, ${seconds} s)\n${message}`);
  }

  /** Jest asks every reporter for a reason to fail; the counts are judged by our parent. */
  getLastError(): undefined {
    return undefined;
  }

  private openedSince(): string[] {
    const before = [...this.openBefore];
    return process.getActiveResourcesInfo().filter((kind) => {
      const known = before.indexOf(kind);
      if (known >= 0) before.splice(known, 1);
      return known < 0;
    });
  }

  private nameOf(test: TestFile): string {
    return path.relative(this.jest.rootDir, test.path);
  }

  private write(line: ResultLine): void {
    appendFileSync(this.resultFile, `${JSON.stringify(line)}\n`);
  }
}
