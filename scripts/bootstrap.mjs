// Runs on any Node >= 18. Installs what is missing, then starts the given TypeScript file under the
// project's own Node 24 (it comes from npm), so that a fresh clone needs nothing but node and npm.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => path.join(root, ...parts);
const modifiedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

function install() {
  const installed = inRoot('node_modules', '.package-lock.json');
  if (modifiedAt(installed) >= modifiedAt(inRoot('package-lock.json'))) return;
  console.error('Installing packages (once, about a minute) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    console.error('npm ci failed: see above. Nothing was started.');
    process.exit(1);
  }
}

function node24() {
  const ownNode = inRoot('node_modules', '.bin', 'node');
  if (existsSync(ownNode)) return ownNode;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `Node ${process.versions.node} is too old and npm has no Node 24 for ${process.platform}-${process.arch}. Install Node 24 or newer.`,
  );
  process.exit(1);
}

/** Calls back when the npm that runs us was killed outright, which it can't pass on. Linux only. */
function onNpmGone(callback) {
  const isNpm = (pid) => readIfThere(`/proc/${pid}/cmdline`).startsWith('npm');
  const parent = process.ppid;
  // npm starts us through a shell, which outlives it.
  const grandparent = / \w (\d+) /.exec(readIfThere(`/proc/${parent}/stat`))?.[1];
  const npm = [parent, grandparent].find(isNpm);
  if (npm !== undefined) setInterval(() => isNpm(npm) || callback(), 500).unref();
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR'].includes(error.code)) return '';
    throw error;
  }
}

const [script, ...args] = process.argv.slice(2);
install();
const loader = new URL('./typescript-loader.mjs', import.meta.url).href;
// The channel closes with us, even by kill -9: a child that serves takes that as a request to stop.
const child = spawn(
  node24(),
  ['--import', loader, '--enable-source-maps', inRoot(script), ...args],
  { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
// The terminal sends Ctrl-C to the whole group; a signal sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
onNpmGone(() => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
