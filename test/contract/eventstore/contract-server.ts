// The server under contract. By default the embedded one, started in this process on a fresh
// directory. With CONTRACT_ESDB_URL set (for example esdb://localhost:2113?tls=false) the same tests
// run against that server, without those about restarts and storage, which only the embedded one
// allows. Stream names are new in every run, so runs can be repeated on one server.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { startServer, type EventStoreServer } from '../../../src/embedded-eventstore/server.js';

const REAL_SERVER = process.env['CONTRACT_ESDB_URL'];

/** Tests of what only the embedded server allows are not registered for a real one. */
export const isEmbedded = REAL_SERVER === undefined;

export class ContractServer {
  #server: EventStoreServer | undefined;
  #client: EventStoreDBClient | undefined;
  #raw: StreamsClient | undefined;
  readonly #directory = mkdtempSync(join(tmpdir(), 'eventstore-contract-'));

  /** The only client of the process that appends. */
  get client(): EventStoreDBClient {
    if (this.#client === undefined) throw new Error('the contract server is not open');
    return this.#client;
  }

  /** For what the official client cannot say. */
  get raw(): StreamsClient {
    if (this.#raw === undefined) throw new Error('the contract server is not open');
    return this.#raw;
  }

  get connectionString(): string {
    return REAL_SERVER ?? this.#server?.connectionString ?? '';
  }

  get address(): string {
    return new URL(this.connectionString).host;
  }

  /** A stream name of this run. */
  stream(label: string): string {
    return `${label}-${randomUUID()}`;
  }

  async open(): Promise<void> {
    if (REAL_SERVER === undefined)
      this.#server = await startServer({
        dataDir: this.#directory,
        port: 0,
        host: '127.0.0.1',
        fsync: true,
      });
    this.#client = EventStoreDBClient.connectionString(this.connectionString);
    this.#raw = new StreamsClient(this.address, credentials.createInsecure());
    // A cold client opens a call for each append of its first burst; one append warms it up.
    await this.#client.appendToStream(this.stream('warmup'), jsonEvent({ type: 'Warm', data: {} }));
  }

  async close(): Promise<void> {
    this.#raw?.close();
    await this.#client?.dispose();
    await this.#server?.close();
  }

  /** Embedded only: the same data in a new server, which has forgotten what it held in memory. */
  async restart(): Promise<void> {
    await this.close();
    await this.open();
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

export function useContractServer(): ContractServer {
  const server = new ContractServer();
  beforeAll(() => server.open());
  afterAll(async () => {
    await server.close();
    server.dispose();
  });
  return server;
}
