// A small client of the REST API with a cookie: the sample school is loaded through the same commands
// that people use.

export interface Answer<T> {
  readonly body: T;
  /** Send it with a GET to read what this command wrote. */
  readonly consistencyToken: string | undefined;
}

export class ApiClient {
  private cookie = '';

  constructor(private readonly baseUrl: string) {}

  /** @throws Error with the problem's code and text when the log-in is refused. */
  async logIn(username: string, password: string): Promise<void> {
    const response = await this.send('POST', '/session', { username, password }, {});
    this.cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  async get<T>(path: string, consistencyToken?: string): Promise<T> {
    const headers: Record<string, string> =
      consistencyToken === undefined ? {} : { 'consistency-token': consistencyToken };
    const response = await this.send('GET', path, undefined, headers);
    return (await response.json()) as T;
  }

  async post<T>(path: string, key: string, body: object): Promise<Answer<T>> {
    return this.write<T>('POST', path, key, body);
  }

  async put<T>(path: string, key: string, body: object): Promise<Answer<T>> {
    return this.write<T>('PUT', path, key, body);
  }

  private async write<T>(
    method: string,
    path: string,
    key: string,
    body: object,
  ): Promise<Answer<T>> {
    const response = await this.send(method, path, body, { 'idempotency-key': key });
    return {
      body: (await response.json()) as T,
      consistencyToken: response.headers.get('consistency-token') ?? undefined,
    };
  }

  private async send(
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
  ): Promise<Response> {
    const response = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        ...headers,
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (response.ok) return response;
    const problem = (await response.json()) as { code?: string; detail?: string };
    throw new Error(`${method} ${path}: ${response.status} ${problem.code}: ${problem.detail}`);
  }
}
