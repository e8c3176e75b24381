// A Chromium for tests: Debian's. Where there is none the browser suites are skipped with one line;
// in CI a skipped test is a failure.
import { existsSync } from 'node:fs';

export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of the browser, or undefined with a line that says what to install. */
export function chromiumPath(): string | undefined {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    existsSync,
  );
  if (found === undefined) {
    process.stdout.write('no Chromium: browser tests are skipped (apt-get install chromium)\n');
  }
  return found;
}
