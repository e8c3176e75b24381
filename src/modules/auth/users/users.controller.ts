// /api/v1/users: who may sign in; for administrators.
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { identityOf, type IdentifiedRequest } from '../../../http/identity.js';
import { Allow } from '../../../http/route-marks.js';
import { randomPassword, UserAccounts, type ListedUser, type UserView } from './user-accounts.js';
import { createdUserSchema, createUserSchema, userListSchema } from './users.dto.js';

type CreateUserBody = z.output<typeof createUserSchema>;

@ApiTags('users')
@Controller('api/v1/users')
@Allow('admin')
export class UsersController {
  constructor(private readonly users: UserAccounts) {}

  @Post()
  @ApiOperation({ summary: 'A new user; the one-time password is told once and must be changed' })
  @ApiResponse({ status: 201, standardSchema: createdUserSchema })
  async create(
    @Req() request: IdentifiedRequest,
    @Body({ schema: createUserSchema }) body: CreateUserBody,
  ): Promise<UserView & { oneTimePassword: string }> {
    const oneTimePassword = randomPassword();
    const user = await this.users.createUser({
      ...body,
      password: oneTimePassword,
      mustChangePassword: true,
      createdBy: identityOf(request).userId,
    });
    return { ...user, oneTimePassword };
  }

  @Get()
  @ApiOperation({ summary: 'All users' })
  @ApiResponse({ status: 200, standardSchema: userListSchema })
  async list(): Promise<{ items: readonly ListedUser[] }> {
    return { items: await this.users.list() };
  }
}
