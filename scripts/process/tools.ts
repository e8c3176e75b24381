// Programs of the project, run as child processes.
import { spawn, type SpawnOptions } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Arguments that make Node run TypeScript. */
export const RUN_TYPESCRIPT = [
  '--import',
  new URL('../typescript-loader.mjs', import.meta.url).href,
  '--enable-source-maps',
] as const;

/** What programs get that are not the app: no secret of ours, no setting meant for somebody else. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env;
  return { PATH, ...(TMPDIR === undefined ? {} : { TMPDIR }), LC_ALL: 'C', TZ: 'UTC' };
}

export interface Finished {
  /** 0 is success; 1 stands for a signal too. */
  code: number;
  output: string;
  durationMs: number;
}

/**
 * Runs this Node with the given arguments in the project's folder until it ends.
 * @returns its exit code, and what it printed where `stdio` pipes it.
 */
export function runNode(args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { cwd: ROOT, ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      resolve({ code: code ?? 1, output, durationMs: performance.now() - startedAt });
    });
  });
}
