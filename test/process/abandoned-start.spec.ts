// A start that waits for a store must not outlive whoever started it: an orphan would keep waiting, and
// then serve nobody.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { RUN_TYPESCRIPT } from '../../scripts/process/tools.js';

describe('a start whose parent ends', () => {
  it('ends with it, also while it waits for a store that does not answer', async () => {
    const reached: Socket[] = [];
    const silent = createServer((socket) => void reached.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;

    const app = spawn(process.execPath, [...RUN_TYPESCRIPT, 'src/main.ts', '--exit-with-stdin'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {
        ...process.env,
        DATABASE_URL: `postgresql://nobody:secret@127.0.0.1:${port}/books`,
        ESDB_URL: `esdb://127.0.0.1:${port}?tls=false`,
        MASTER_KEY: '0'.repeat(64),
      },
    });
    await once(silent, 'connection');
    const ended = once(app, 'exit');
    app.stdin.end();

    expect(await ended).toEqual([1, null]);
    for (const socket of reached) socket.destroy();
    silent.close();
  });
});
