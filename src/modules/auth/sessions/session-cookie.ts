// The cookie: `__Host-sid` (Secure, this host only), over plain http on this machine `sid`. It is set
// when a token is new and cleared by a log-out, and by nothing else: a late answer that set or
// deleted it could revive an old session or kill a fresh one.
import { fastifyCookie, type SerializeOptions } from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../../../kernel/config.js';

export class SessionCookie {
  readonly name: string;
  readonly #attributes: SerializeOptions;

  constructor(config: Pick<Config, 'publicUrl'>) {
    const secure = config.publicUrl.protocol === 'https:';
    this.name = secure ? '__Host-sid' : 'sid';
    this.#attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure };
  }

  /** What the client presents, whatever it is. */
  read(request: FastifyRequest): string | undefined {
    const header = request.headers.cookie;
    return header === undefined ? undefined : fastifyCookie.parse(header)[this.name];
  }

  /** Without `maxAgeSeconds` it ends with the browser. */
  setting(token: string, maxAgeSeconds: number | undefined): string {
    const lifetime = maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds };
    return fastifyCookie.serialize(this.name, token, { ...this.#attributes, ...lifetime });
  }

  clearing(): string {
    return fastifyCookie.serialize(this.name, '', { ...this.#attributes, maxAge: 0 });
  }
}
