// A client that keeps one cookie and sends what it is told; a browser when it says where it goes.
import { request, type Dispatcher } from 'undici';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  json(): Record<string, unknown>;
}

export interface Request {
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

/** What a browser says when a person follows a link or sends a form. */
export const NAVIGATION = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'same-origin',
  accept: 'text/html',
} as const;

export class Browser {
  cookie: string | undefined;

  constructor(readonly baseUrl: string) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  post(path: string, request: Request = {}): Promise<Answer> {
    return this.send('POST', path, request);
  }

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path, {});
  }

  logIn(username: string, password: string, rememberMe?: boolean): Promise<Answer> {
    const json = { username, password, ...(rememberMe === undefined ? {} : { rememberMe }) };
    return this.post('/api/v1/session', { json });
  }

  logOut(): Promise<Answer> {
    return this.delete('/api/v1/session');
  }

  /** The same cookie, as in a second tab. */
  tab(): Browser {
    const tab = new Browser(this.baseUrl);
    tab.cookie = this.cookie;
    return tab;
  }

  async send(method: string, path: string, { headers = {}, json, form }: Request): Promise<Answer> {
    // Not `fetch`: that one says "sec-fetch-mode: cors" whatever it is told.
    const response = await request(this.baseUrl + path, {
      method: method as Dispatcher.HttpMethod,
      headers: {
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      body: form === undefined ? bodyOf(json) : new URLSearchParams(form).toString(),
    });
    const answered = headersOf(response.headers);
    for (const line of answered.getSetCookie()) this.keep(line);
    const text = await response.body.text();
    return {
      status: response.statusCode,
      headers: answered,
      text,
      json: () => JSON.parse(text) as Record<string, unknown>,
    };
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    if (!/^(__Host-)?sid=/.test(pair)) return;
    this.cookie = pair.endsWith('=') ? undefined : pair;
  }
}

function bodyOf(json: unknown): string | null {
  return json === undefined ? null : JSON.stringify(json);
}

function headersOf(raw: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return headers;
}
