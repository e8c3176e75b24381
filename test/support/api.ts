// The REST API as a test speaks it: every answer with status, headers and body, cookies kept.
import { randomUUID } from 'node:crypto';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text where the answer is no JSON. */
  readonly body: Json;
}

/** Parsed JSON whose shape a test asserts field by field. */
export interface Json {
  readonly [key: string]: Json;
}

/** A text of an answer; anything else as JSON, so that a failing test shows it. */
export function text(json: Json | string | undefined): string {
  return typeof json === 'string' ? json : JSON.stringify(json ?? null);
}

/** The members of an array in an answer; none where there is no array. */
export function list(json: Json | undefined): Json[] {
  return Array.isArray(json) ? json : [];
}

export class TestClient {
  private cookie: string | undefined;

  constructor(readonly baseUrl: string) {}

  async logIn(username: string, password: string): Promise<ApiAnswer> {
    return this.send('POST', '/api/v1/session', { body: { username, password } });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('GET', path, { headers });
  }

  /** POST under a key (a fresh one when none is given). */
  post(path: string, body: object, key: string = randomUUID()): Promise<ApiAnswer> {
    return this.send('POST', path, { body, headers: { 'idempotency-key': key } });
  }

  put(path: string, body: object): Promise<ApiAnswer> {
    return this.send('PUT', path, { body });
  }

  delete(path: string): Promise<ApiAnswer> {
    return this.send('DELETE', path, {});
  }

  /** The same cookie in another client, as in a second tab. */
  secondTab(): TestClient {
    const tab = new TestClient(this.baseUrl);
    tab.cookie = this.cookie;
    return tab;
  }

  async send(
    method: string,
    path: string,
    request: { body?: object | string; headers?: Record<string, string> },
  ): Promise<ApiAnswer> {
    const { body, headers = {} } = request;
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    this.keepCookie(response);
    return { status: response.status, headers: response.headers, body: await bodyOf(response) };
  }

  private keepCookie(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      this.cookie = pair.endsWith('=') ? undefined : pair;
    }
  }
}

async function bodyOf(response: Response): Promise<Json> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return (isJson && text !== '' ? JSON.parse(text) : text) as unknown as Json;
}
