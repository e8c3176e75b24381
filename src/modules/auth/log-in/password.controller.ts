// /api/v1/password: the own password.
import { Body, Controller, HttpCode, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../../../http/route-marks.js';
import { BeforePasswordChange } from '../guard/session.guard.js';
import { PasswordChange } from '../sessions/password-change.js';
import { newPasswordSchema } from './session.dto.js';

type NewPasswordBody = z.output<typeof newPasswordSchema>;

@ApiTags('sessions')
@Controller('api/v1/password')
export class PasswordController {
  constructor(private readonly passwords: PasswordChange) {}

  @Put()
  @HttpCode(204)
  @Allow('bursar', 'cashier', 'auditor')
  @BeforePasswordChange()
  @ApiOperation({ summary: 'Change my password; my other sessions end' })
  @ApiResponse({ status: 204, description: 'Changed; the cookie is a new one' })
  change(
    @Req() request: FastifyRequest,
    @Body({ schema: newPasswordSchema }) body: NewPasswordBody,
  ): Promise<void> {
    return this.passwords.change(request, body);
  }
}
