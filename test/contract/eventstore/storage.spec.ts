// What the embedded server promises about its file; none of it concerns a real server. A damaged
// file is an error that names the position, never a wrong answer.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { credentials, status, type ServiceError } from '@grpc/grpc-js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { startServer, type EventStoreServer } from '../../../src/embedded-eventstore/server.js';
import { networkFileSystem } from '../../../src/embedded-eventstore/storage/data-directory.js';
import { failureOf } from './events.js';
import {
  appendRaw,
  fromStart,
  Options,
  readRaw,
  readRequest,
  type ReadOutcome,
} from './raw-calls.js';

/** A data directory with one server at a time. Appends go the unary way: see the client's rules. */
class Store {
  readonly directory = mkdtempSync(join(tmpdir(), 'eventstore-storage-'));
  readonly reports: string[] = [];
  #server: EventStoreServer | undefined;
  #raw: StreamsClient | undefined;

  get file(): string {
    return join(this.directory, 'events.db');
  }

  async start(pagesMax?: number): Promise<void> {
    this.#server = await startServer({
      dataDir: this.directory,
      port: 0,
      host: '127.0.0.1',
      fsync: true,
      report: (_level, message) => this.reports.push(message),
      ...(pagesMax !== undefined && { pagesMax }),
    });
    this.#raw = new StreamsClient(`127.0.0.1:${this.#server.port}`, credentials.createInsecure());
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#raw?.close();
    await server?.close();
  }

  append(stream: string, ...texts: string[]): Promise<streams.AppendResp> {
    const events = texts.map((text) => ({ data: Buffer.from(text) }));
    return appendRaw(this.#client, { stream, events });
  }

  read(stream: string): Promise<ReadOutcome> {
    return readRaw(
      this.#client,
      readRequest((options) => options.setStream(fromStart(stream))),
    );
  }

  readAll(): Promise<ReadOutcome> {
    const all = new Options.AllOptions().setStart(new shared.Empty());
    return readRaw(
      this.#client,
      readRequest((options) => options.setAll(all)),
    );
  }

  /** Changes the file behind the server's back. */
  edit(sql: string): void {
    const database = new DatabaseSync(this.file);
    database.exec(sql);
    database.close();
  }

  get #client(): StreamsClient {
    if (this.#raw === undefined) throw new Error('the store is not started');
    return this.#raw;
  }
}

async function withStore(test: (store: Store) => Promise<void>): Promise<void> {
  const store = new Store();
  try {
    await store.start();
    await test(store);
  } finally {
    await store.stop();
    rmSync(store.directory, { recursive: true, force: true });
  }
}

function flipBitAt(text: string, file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
}

function textsOf({ replies }: ReadOutcome): string[] {
  return replies.flatMap((reply) => {
    const event = reply.getEvent()?.getEvent();
    return event ? [Buffer.from(event.getData_asU8()).toString()] : [];
  });
}

function positionOf(reply: streams.AppendResp): string {
  return reply.getSuccess()?.getPosition()?.getCommitPosition() ?? '';
}

it('a flipped bit is an error that names the position; other events are still read', () =>
  withStore(async (store) => {
    await store.append('sound', 'before');
    const damaged = positionOf(await store.append('hurt', 'MARKER of the damaged event'));
    await store.append('sound', 'after');
    await store.stop();
    flipBitAt('MARKER', store.file);
    await store.start();
    const hurt = await store.read('hurt');
    expect(hurt.error?.code).toBe(status.DATA_LOSS);
    expect(hurt.error?.details).toContain(`position ${damaged}`);
    expect(textsOf(hurt)).toEqual([]);
    expect((await store.readAll()).error?.details).toContain(`position ${damaged}`);
    expect(textsOf(await store.read('sound'))).toEqual(['before', 'after']);
  }));

it('a log whose last record is damaged is not opened', () =>
  withStore(async (store) => {
    const damaged = positionOf(await store.append('hurt', 'MARKER of the damaged event'));
    await store.stop();
    flipBitAt('MARKER', store.file);
    const refused = await failureOf(store.start());
    expect(refused['message']).toContain(`position ${damaged}`);
  }));

it('a lost record is an error that names the position, in its stream and in $all', () =>
  withStore(async (store) => {
    await store.append('stream', 'first');
    const lost = positionOf(await store.append('stream', 'second'));
    await store.append('stream', 'third');
    await store.stop();
    store.edit(`DELETE FROM log WHERE position = ${lost}`);
    await store.start();
    expect((await store.read('stream')).error?.details).toContain(`position ${lost}`);
    expect((await store.readAll()).error?.details).toContain(`position ${lost}`);
  }));

it('a record in the place of another is an error, even if its checksum is right', () =>
  withStore(async (store) => {
    await store.append('mine', 'mine');
    const other = positionOf(await store.append('other', 'not mine'));
    await store.stop();
    store.edit(`UPDATE stream_event SET position = ${other}`);
    await store.start();
    const { error } = await store.read('mine');
    expect(error?.code).toBe(status.DATA_LOSS);
    expect(error?.details).toContain(`position ${other}`);
  }));

it('a head that does not fit its events is an error, not an empty stream', () =>
  withStore(async (store) => {
    await store.append('stream', 'first', 'second');
    await store.stop();
    store.edit('UPDATE stream SET last_revision = 0');
    await store.start();
    expect((await store.read('stream')).error?.code).toBe(status.DATA_LOSS);
    const append = (await failureOf(store.append('stream', 'third'))) as unknown as ServiceError;
    expect(append.code).toBe(status.DATA_LOSS);
  }));

it('a second server is refused the directory, and gets it when the first has ended', () =>
  withStore(async (store) => {
    const options = { dataDir: store.directory, port: 0, host: '127.0.0.1', fsync: true };
    const refused = await failureOf(startServer(options));
    expect(refused['message']).toBe(`${store.directory} is already in use by another event store`);
    await store.stop();
    const second = await startServer(options);
    await second.close();
    await store.start();
  }));

it('a file of a newer schema version is refused', () =>
  withStore(async (store) => {
    await store.stop();
    store.edit(`UPDATE setting SET value = '2' WHERE key = 'schema_version'`);
    const refused = await failureOf(store.start());
    expect(refused['message']).toContain('has schema version 2, this release reads 1');
  }));

it('after a failed commit everything is refused until a restart, which has what was acknowledged', () =>
  withStore(async (store) => {
    await store.append('stream', 'acknowledged');
    store.edit(`CREATE TRIGGER broken BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'i/o'); END`);
    const failed = (await failureOf(store.append('stream', 'lost'))) as unknown as ServiceError;
    store.edit('DROP TRIGGER broken');
    const later = (await failureOf(store.append('other', 'later'))) as unknown as ServiceError;
    expect([failed.code, later.code]).toEqual([status.UNAVAILABLE, status.UNAVAILABLE]);
    expect((await store.read('stream')).error?.code).toBe(status.UNAVAILABLE);
    expect((await store.readAll()).error?.code).toBe(status.UNAVAILABLE);
    await store.stop();
    await store.start();
    expect(textsOf(await store.readAll())).toEqual(['acknowledged']);
    await store.append('stream', 'again');
    expect(textsOf(await store.read('stream'))).toEqual(['acknowledged', 'again']);
  }));

it('on a full disk writes are UNAVAILABLE, reads go on, and the log says so once', () =>
  withStore(async (store) => {
    await store.append('stream', 'small');
    await store.stop();
    await store.start(16);
    const big = 'x'.repeat(200_000);
    const full = (await failureOf(store.append('stream', big))) as unknown as ServiceError;
    expect(full.code).toBe(status.UNAVAILABLE);
    expect(full.details).toContain('the disk is full');
    expect(textsOf(await store.read('stream'))).toEqual(['small']);
    expect(store.reports.filter((message) => message.includes('read-only'))).toHaveLength(1);
    await store.stop();
    await store.start();
    await store.append('stream', 'after');
    expect(textsOf(await store.readAll())).toEqual(['small', 'after']);
  }));

it('network file systems are known and refused, local ones are not', () => {
  expect(networkFileSystem(0x6969, 'linux')).toBe('NFS');
  expect(networkFileSystem(0xff534d42 | 0, 'linux')).toBe('CIFS');
  expect(networkFileSystem(0xef53, 'linux')).toBeUndefined();
});
