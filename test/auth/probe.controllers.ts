// Routes that read, write, wait and have effects, for every row of the session tests.
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Injectable,
  Param,
  Post,
  Query,
  Redirect,
  Req,
  Res,
  StreamableFile,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityOf, type IdentifiedRequest } from '../../src/http/identity.js';
import { Allow, Effect, NoTouch, Public } from '../../src/http/route-marks.js';
import { AppError, SessionError } from '../../src/kernel/app-error.js';
import { CsrfTokens, EffectGates, SessionService } from '../../src/modules/auth/index.js';

/** Where a handler and a test meet: the handler waits until the test lets it go on. */
@Injectable()
export class Rendezvous {
  readonly #meetings = new Map<string, Meeting>();
  readonly effects: string[] = [];

  meeting(name: string): Meeting {
    const known = this.#meetings.get(name);
    if (known !== undefined) return known;
    const made = new Meeting();
    this.#meetings.set(name, made);
    return made;
  }
}

export class Meeting {
  readonly #arrived = Promise.withResolvers<void>();
  readonly #goOn = Promise.withResolvers<void>();

  /** For the handler. */
  async arrive(): Promise<void> {
    this.#arrived.resolve();
    await this.#goOn.promise;
  }

  /** For the test: resolves when the handler is there. */
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }

  goOn(): void {
    this.#goOn.resolve();
  }
}

@Controller('api/v1/probe')
@Allow('cashier', 'auditor')
export class ProbeController {
  constructor(
    private readonly sessions: SessionService,
    private readonly gates: EffectGates,
    private readonly rendezvous: Rendezvous,
  ) {}

  @Get('read')
  read(@Req() request: IdentifiedRequest) {
    return { username: identityOf(request).username, role: request.actorRole };
  }

  @Get('poll')
  @NoTouch()
  poll() {
    return {};
  }

  @Get('slow-read/:name')
  async slowRead(@Param('name') name: string) {
    await this.rendezvous.meeting(name).arrive();
    return { read: true };
  }

  @Post('write/:key')
  @HttpCode(200)
  async write(@Req() request: FastifyRequest, @Param('key') key: string) {
    (await this.sessions.require(request)).set(key, true);
    return {};
  }

  @Post('unset/:key')
  @HttpCode(200)
  async unset(@Req() request: FastifyRequest, @Param('key') key: string) {
    (await this.sessions.require(request)).unset(key);
    return {};
  }

  @Post('slow-write/:name')
  async slowWrite(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('name') name: string,
  ) {
    (await this.sessions.require(request)).set(name, true);
    void reply.header('location', '/elsewhere').header('etag', '"7"');
    void reply.header('set-cookie', 'other=1').header('x-handler', 'yes');
    await this.rendezvous.meeting(name).arrive();
    return { secret: 'body of the handler' };
  }

  @Post('status/:status')
  async status(@Req() request: FastifyRequest, @Param('status') status: string) {
    (await this.sessions.require(request)).set(`at${status}`, true);
    throw new AppError(status === '422' ? 'rule_violated' : 'internal', 'as asked');
  }

  @Get('data')
  async data(@Req() request: FastifyRequest) {
    return (await this.sessions.require(request)).stored.data;
  }

  @Get('write-as/:kind')
  @Redirect('/api/v1/probe/read', 302)
  async redirecting(@Req() request: FastifyRequest, @Param('kind') kind: string) {
    (await this.sessions.require(request)).set(kind, true);
    await this.rendezvous.meeting(kind).arrive();
  }

  @Post('stream/:name')
  async stream(@Req() request: FastifyRequest, @Param('name') name: string) {
    (await this.sessions.require(request)).set(name, true);
    await this.rendezvous.meeting(name).arrive();
    return new StreamableFile(Buffer.from('the handler’s bytes'));
  }

  @Post('own-reply/:name')
  async ownReply(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('name') name: string,
  ) {
    (await this.sessions.require(request)).set(name, true);
    await this.rendezvous.meeting(name).arrive();
    await reply.status(200).send('the handler’s text');
  }

  /** Goes through the gate, waits where the append would be, and then has its effect. */
  @Post('effect/:name')
  @Effect()
  async effect(@Req() request: IdentifiedRequest, @Param('name') name: string) {
    const pass = await this.gates.gateFor(identityOf(request)).enter();
    try {
      if (name.startsWith('slow')) await this.rendezvous.meeting(name).arrive();
      else await new Promise((resolve) => setTimeout(resolve, 1));
      this.rendezvous.effects.push(name);
    } finally {
      pass.leave();
    }
    return { effect: name };
  }

  @Get('unmarked-effect')
  @Effect()
  async writesSessionInEffect(@Req() request: FastifyRequest) {
    (await this.sessions.require(request)).set('late', true);
    return {};
  }

  @Get('admin-only')
  @Allow()
  adminOnly() {
    return {};
  }
}

@Controller()
export class PageController {
  constructor(
    private readonly sessions: SessionService,
    private readonly csrf: CsrfTokens,
    private readonly rendezvous: Rendezvous,
  ) {}

  @Get('unmarked')
  unmarked() {
    return {};
  }

  @Get('open')
  @Public()
  open() {
    return { open: true };
  }

  @Get('maybe')
  @Public()
  async maybe(@Req() request: FastifyRequest) {
    try {
      await this.sessions.require(request);
      return { signedIn: true };
    } catch (error) {
      if (error instanceof SessionError) return { signedIn: false };
      throw error;
    }
  }

  @Get('students')
  @Allow('cashier')
  @Header('content-type', 'text/html')
  students(@Query('wait') _wait?: string) {
    return '<h1>Students</h1>';
  }

  @Get('slow-page/:name')
  @Allow('cashier')
  async slowPage(@Req() request: FastifyRequest, @Param('name') name: string) {
    (await this.sessions.require(request)).set('flash', name);
    await this.rendezvous.meeting(name).arrive();
    return '<h1>Slow</h1>';
  }

  @Get('form-token')
  @Allow('cashier')
  formToken(@Req() request: IdentifiedRequest) {
    return { token: this.csrf.tokenOf(identityOf(request).sessionId) };
  }

  @Post('students')
  @Allow('cashier')
  @HttpCode(200)
  formPost(@Body() _body: unknown) {
    return { posted: true };
  }
}
