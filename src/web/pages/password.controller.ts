// The own password. Whoever signed in with a one-time password can do nothing else before.
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { identityOf, type IdentifiedRequest } from '../../http/identity.js';
import { Allow } from '../../http/route-marks.js';
import { AppError, SessionError } from '../../kernel/app-error.js';
import { BeforePasswordChange, PasswordChange } from '../../modules/auth/index.js';
import { fieldText } from '../form-body.js';
import { Frames } from '../frames.js';
import { renderPassword } from '../html.js';
import { DASHBOARD_PATH } from '../links.js';
import type { PasswordProblem } from '../sign-in-view-models.js';
import { seeOther, sendPage } from './answer.js';

const PASSWORD_LENGTH_MAX = 200;

type Refused = PasswordProblem & { readonly status: number };

@ApiExcludeController()
@Controller('password')
@Allow('bursar', 'cashier', 'auditor')
@BeforePasswordChange()
export class PasswordPageController {
  constructor(
    private readonly passwords: PasswordChange,
    private readonly frames: Frames,
  ) {}

  @Get()
  async form(@Req() request: IdentifiedRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, await this.page(request));
  }

  @Post()
  async change(
    @Req() request: IdentifiedRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const refused = await this.refusalOf(request, body);
    if (refused === undefined) return seeOther(reply, DASHBOARD_PATH);
    const { status, ...problem } = refused;
    sendPage(reply, await this.page(request, problem), status);
  }

  private async page(request: IdentifiedRequest, problem?: PasswordProblem): Promise<string> {
    const { username } = identityOf(request);
    const view = { username, ...(problem === undefined ? {} : { problem }) };
    return renderPassword(await this.frames.signedIn(request), view);
  }

  /** Undefined when the password was changed. What is no refusal is for the error page. */
  private async refusalOf(request: IdentifiedRequest, body: unknown): Promise<Refused | undefined> {
    const currentPassword = fieldText(body, 'currentPassword');
    const newPassword = fieldText(body, 'newPassword');
    if (currentPassword === '' || newPassword === '') return INCOMPLETE;
    if (Math.max(currentPassword.length, newPassword.length) > PASSWORD_LENGTH_MAX) return TOO_LONG;
    try {
      await this.passwords.change(request, { currentPassword, newPassword });
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError) || error instanceof SessionError) throw error;
      return refusedBy(error);
    }
  }
}

const INCOMPLETE: Refused = {
  status: 400,
  message: 'Enter the password that you have now, and a new one.',
  field: 'currentPassword',
};

const TOO_LONG: Refused = {
  status: 400,
  message: `A password has at most ${PASSWORD_LENGTH_MAX} characters.`,
  field: 'newPassword',
};

function refusedBy(error: AppError): Refused {
  switch (error.code) {
    case 'invalid_credentials':
      return {
        status: 401,
        message: 'The password that you have now is not right.',
        field: 'currentPassword',
      };
    case 'weak_password':
      return { status: 422, message: error.message, field: 'newPassword' };
    case 'too_many_attempts':
      return { status: 429, message: error.message, field: 'currentPassword' };
    default:
      throw error;
  }
}
