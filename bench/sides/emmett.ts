// The peer: Emmett on its Postgres event store, with packages of its own that are installed when they
// are needed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/process/tools.js';
import { startPostgresSide } from './postgres-side.js';
import type { Side, SidePlan } from './side.js';

const FOLDER = path.join(ROOT, 'bench', 'peers', 'emmett');

export function startEmmett(plan: SidePlan): Promise<Side> {
  installPackages(plan.say);
  return startPostgresSide(plan, { name: 'emmett', entry: 'bench/peers/emmett/main.ts' });
}

/** @throws Error when npm can't; then `--sides ours,floor` runs without the peer. */
function installPackages(say: (line: string) => void): void {
  const installed = modifiedAt(path.join(FOLDER, 'node_modules', '.package-lock.json'));
  if (installed >= modifiedAt(path.join(FOLDER, 'package-lock.json'))) return;
  say('emmett: installing its packages (once)');
  const { status } = spawnSync('npm', ['ci'], { cwd: FOLDER, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  throw new Error(`npm ci failed in ${FOLDER}; --sides ours,floor runs without the peer`);
}

function modifiedAt(file: string): number {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}
