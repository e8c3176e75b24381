// How a child process ended.
import type { ChildProcess } from 'node:child_process';

/** Settles when the child has ended: `exit code 0`, `SIGKILL`, or why it never ran. Never rejects. */
export function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    // Its pipe breaks when it ends by itself, which the exit has told already.
    child.stdin?.on('error', () => child.stdin?.destroy());
  });
}
