// Signing in and out. A log-in has no session yet, so its form carries no token: the edge refuses it
// when it comes from another site.
import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Public } from '../../http/route-marks.js';
import { AppError, SessionError } from '../../kernel/app-error.js';
import { CONFIG, type Config } from '../../kernel/config.js';
import { CsrfTokens, SessionService, type LogInCredentials } from '../../modules/auth/index.js';
import { fieldText, filledText } from '../form-body.js';
import { Frames } from '../frames.js';
import { renderLogin } from '../html.js';
import { LOGIN_PATH } from '../links.js';
import { nextPathOr, safeNextPath } from '../next-path.js';
import { draftInWords } from '../payment-draft.js';
import type { LoginView, SignInReason } from '../sign-in-view-models.js';
import { seeOther, sendPage } from './answer.js';

/** Reasons that a link to the log-in may give; the others are answers to the form. */
const REASONS_OF_LINKS: readonly SignInReason[] = [
  'required',
  'expired',
  'revoked',
  'superseded',
  'signed_out',
];

/** No user has a longer name or password, so none is worth the cost of checking it. */
const USERNAME_LENGTH_MAX = 100;
const PASSWORD_LENGTH_MAX = 200;

/** What of the page depends on one refused form. */
type Refused = Pick<LoginView, 'reason' | 'retryAfterSeconds'> & { readonly status: number };

@ApiExcludeController()
@Controller()
export class LoginPageController {
  constructor(
    private readonly sessions: SessionService,
    private readonly csrf: CsrfTokens,
    private readonly frames: Frames,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('login')
  @Public()
  async form(@Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const asked = filledText(query, 'reason');
    const reason = REASONS_OF_LINKS.find((candidate) => candidate === asked);
    const next = safeNextPath(filledText(query, 'next'));
    const frame = await this.frames.signedOut();
    const draft = next === undefined ? undefined : draftInWords(next, frame.currency);
    const view: LoginView = {
      limits: this.limits(),
      ...(reason === undefined ? {} : { reason }),
      ...(next === undefined ? {} : { next }),
      ...(draft === undefined ? {} : { draft }),
    };
    sendPage(reply, renderLogin(frame, view));
  }

  @Post('login')
  @Public()
  async signIn(
    @Req() request: IdentifiedRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const credentials = {
      username: fieldText(body, 'username').trim(),
      password: fieldText(body, 'password'),
      rememberMe: fieldText(body, 'rememberMe') === 'yes',
    };
    const refused = await this.refusalOf(request, credentials);
    if (refused === undefined) return seeOther(reply, nextPathOr(filledText(body, 'next')));
    const next = safeNextPath(filledText(body, 'next'));
    const { status, ...why } = refused;
    if (why.retryAfterSeconds !== undefined) {
      void reply.header('retry-after', String(why.retryAfterSeconds));
    }
    const view: LoginView = {
      ...why,
      limits: this.limits(),
      username: credentials.username,
      remember: credentials.rememberMe,
      ...(next === undefined ? {} : { next }),
    };
    sendPage(reply, renderLogin(await this.frames.signedOut(), view), status);
  }

  /** The same answer for a session that is dead already, as often as it is sent. */
  @Post('logout')
  @Public()
  async signOut(@Req() request: IdentifiedRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.logOut(request, ({ id }) => this.csrf.refuseForeignForm(request, id));
    seeOther(reply, `${LOGIN_PATH}?reason=signed_out`);
  }

  /** Undefined when the log-in worked. What is no refusal is for the error page. */
  private async refusalOf(
    request: IdentifiedRequest,
    credentials: LogInCredentials,
  ): Promise<Refused | undefined> {
    const { username, password } = credentials;
    if (username === '' || password === '') return { reason: 'incomplete', status: 400 };
    if (username.length > USERNAME_LENGTH_MAX || password.length > PASSWORD_LENGTH_MAX) {
      return { reason: 'wrong_credentials', status: 401 };
    }
    try {
      await this.sessions.logIn(request, credentials);
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError) || error instanceof SessionError) throw error;
      if (error.kind === 'unauthenticated') return { reason: 'wrong_credentials', status: 401 };
      if (error.kind !== 'too_many_requests') throw error;
      const { retryAfterSeconds } = error;
      return {
        reason: 'too_many_attempts',
        status: 429,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      };
    }
  }

  private limits(): LoginView['limits'] {
    return {
      idleSeconds: this.config.SESSION_IDLE_SECONDS,
      rememberIdleSeconds: this.config.REMEMBER_IDLE_SECONDS,
      rememberAbsoluteSeconds: this.config.REMEMBER_ABSOLUTE_SECONDS,
    };
  }
}
