// The API as a load speaks it: kept connections, several sessions in turn, and no answer but 2xx.
import { Pool } from 'undici';

const ANSWER_WITHIN_MS = 30_000;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string;
  readonly consistencyToken?: string | undefined;
}

export interface ApiAnswer {
  readonly text: string;
  readonly consistencyToken: string | undefined;
  /** The read model was behind and the server did not wait any longer. */
  readonly stale: boolean;
  /** `name=value` of the cookie that was set, if any. */
  readonly cookie: string | undefined;
}

export class SchoolClient {
  private readonly pool: Pool;
  private requests = 0;

  /** @param cookies  Of sessions that are used in turn; filled by `logIn` where there are none yet. */
  constructor(
    readonly url: string,
    private readonly cookies: string[] = [],
  ) {
    this.pool = new Pool(url, {
      connections: null,
      pipelining: 1,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
    });
  }

  /** Signs the user in so many times; requests then use these sessions in turn. */
  async logIn(user: { username: string; password: string }, sessions: number): Promise<void> {
    const cookies: string[] = [];
    // The cookies count only once all are there: a log-in that carries one ends its session.
    for (let n = 0; n < sessions; n++) {
      const answer = await this.send({ method: 'POST', path: '/api/v1/session', body: user });
      if (answer.cookie === undefined) throw new Error('the log-in set no cookie');
      cookies.push(answer.cookie);
    }
    this.cookies.push(...cookies);
  }

  /** @throws Error with status and body, unless the status is 2xx. */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const { method, path, body } = request;
    const response = await this.pool.request({
      method,
      path,
      headers: this.headersOf(request),
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode < 200 || response.statusCode > 299) {
      throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`);
    }
    const header = (name: string) => [response.headers[name]].flat()[0];
    return {
      text,
      consistencyToken: header('consistency-token'),
      stale: header('stale') !== undefined,
      cookie: header('set-cookie')?.split(';')[0],
    };
  }

  /** The parsed body of the answer. */
  async json<T>(request: ApiRequest): Promise<T> {
    return JSON.parse((await this.send(request)).text) as T;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  private headersOf(request: ApiRequest): Record<string, string> {
    const { body, idempotencyKey, consistencyToken } = request;
    const cookie = this.cookies[this.requests++ % Math.max(1, this.cookies.length)];
    return {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(consistencyToken === undefined ? {} : { 'consistency-token': consistencyToken }),
    };
  }
}
