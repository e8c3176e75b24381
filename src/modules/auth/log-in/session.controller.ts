// /api/v1/session: the session of who asks.
import { Body, Controller, Delete, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Allow, NoTouch, Public } from '../../../http/route-marks.js';
import { present } from '../../../kernel/assert.js';
import { BeforePasswordChange } from '../guard/session.guard.js';
import { SessionService } from '../sessions/session-service.js';
import type { SignedIn } from '../sessions/session-views.js';
import { PasswordGuard, type PasswordCheckedRequest } from './password-strategy.js';
import { logInSchema, signedInSchema } from './session.dto.js';

type LogInBody = z.output<typeof logInSchema>;

@ApiTags('sessions')
@Controller('api/v1/session')
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  @Post()
  @Public()
  @UseGuards(PasswordGuard)
  @ApiOperation({ summary: 'Log in: the answer carries the session cookie' })
  @ApiResponse({ status: 201, standardSchema: signedInSchema })
  logIn(
    @Req() request: PasswordCheckedRequest,
    @Body({ schema: logInSchema }) body: LogInBody,
  ): Promise<SignedIn> {
    const user = present(request.passwordChecked, 'the user of a well-formed log-in');
    return this.sessions.start(request, user, body.rememberMe ?? false);
  }

  @Get()
  @Allow('bursar', 'cashier', 'auditor')
  @BeforePasswordChange()
  @NoTouch()
  @ApiOperation({ summary: 'Who is signed in and until when; never extends the session' })
  @ApiResponse({ status: 200, standardSchema: signedInSchema })
  current(@Req() request: FastifyRequest): Promise<SignedIn> {
    return this.sessions.current(request);
  }

  @Post('extend')
  @HttpCode(200)
  @Allow('bursar', 'cashier', 'auditor')
  @BeforePasswordChange()
  @ApiOperation({ summary: 'Stay signed in: the idle limit starts anew' })
  @ApiResponse({ status: 200, standardSchema: signedInSchema })
  extend(@Req() request: FastifyRequest): Promise<SignedIn> {
    return this.sessions.extend(request);
  }

  @Delete()
  @HttpCode(204)
  @Public()
  @ApiOperation({ summary: 'Log out; the same answer for a dead cookie' })
  @ApiResponse({ status: 204, description: 'No effect of this session can happen any more' })
  logOut(@Req() request: FastifyRequest): Promise<void> {
    return this.sessions.logOut(request);
  }
}
