// What a person needs once everything runs.
import type { Supervisor } from './supervisor.js';

/** The address, the log-in, where the data are, and how to stop: the last thing that a start prints. */
export function readyBlock({ instance, logIn, dataDirectory }: Supervisor): string {
  const rows = [
    ['Open', instance.url],
    ['Log in', logIn === undefined ? FIRST_LOG_IN : `${logIn.username} / ${logIn.password}`],
    ['Data', dataDirectory],
    ['Stop', 'Ctrl-C'],
  ];
  const lines = rows.map(([label = '', text]) => `  ${label.padEnd(8)}${text}`);
  return `\n${lines.join('\n')}\n\n`;
}

const FIRST_LOG_IN = 'as administrator; the first start printed the password, once';
