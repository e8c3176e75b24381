// A new password ends every session but the one that asks, which gets a new token: whoever knew the
// old password, or has a copy of a cookie, is out.
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/app-error.js';
import { AuthAudit } from '../audit/auth-audit.js';
import { UserAccounts } from '../users/user-accounts.js';
import { SessionEnding } from './session-ending.js';
import { SessionService } from './session-service.js';
import { SessionStart } from './session-start.js';

export interface NewPassword {
  readonly currentPassword: string;
  readonly newPassword: string;
}

@Injectable()
export class PasswordChange {
  constructor(
    private readonly sessions: SessionService,
    private readonly starting: SessionStart,
    private readonly ending: SessionEnding,
    private readonly users: UserAccounts,
    private readonly audit: AuthAudit,
  ) {}

  /**
   * @throws AppError `unauthenticated` (`invalid_credentials`), `too_many_requests`
   *   (`too_many_attempts`), `rule_violated` (`weak_password`); SessionError; StoreUnavailable.
   */
  async change(request: FastifyRequest, given: NewPassword): Promise<void> {
    const session = await this.sessions.require(request);
    const { userId, username } = session.identity;
    await this.sessions.checkPassword(request, { username, password: given.currentPassword });
    if (given.newPassword === given.currentPassword) {
      throw new AppError('rule_violated', 'The new password is the old one.', {
        code: 'weak_password',
      });
    }
    await this.users.setPassword(userId, given.newPassword);
    // In this order a log-in with the old password is either ended here or saw the old epoch.
    await this.ending.endAll(userId, 'password_changed', session.id);
    await this.starting.renew(request, session);
    await this.audit.record('password_changed', { subjectId: userId, actorId: userId });
  }
}
