// Checks a name and a password: one answer, status and time for a wrong password, an unknown and a
// disabled user; every attempt counted and recorded.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/app-error.js';
import { AuthAudit } from '../audit/auth-audit.js';
import { AuthMetrics } from '../auth-metrics.js';
import { UserAccounts, type VerifiedUser } from '../users/user-accounts.js';
import { LogInThrottle, type Attempt } from './log-in-throttle.js';

@Injectable()
export class Credentials {
  constructor(
    private readonly users: UserAccounts,
    private readonly throttle: LogInThrottle,
    private readonly audit: AuthAudit,
    private readonly metrics: AuthMetrics,
  ) {}

  /**
   * @throws AppError `unauthenticated` (`invalid_credentials`), `too_many_requests`
   *   (`too_many_attempts`), `unavailable` (`busy`, `store_unavailable`).
   */
  async check(attempt: Attempt, password: string): Promise<VerifiedUser> {
    const user = await this.throttled(attempt, password);
    if (user !== undefined) return user;
    await this.refused('login_failed', attempt);
    throw new AppError('unauthenticated', 'Wrong username or password.', {
      code: 'invalid_credentials',
    });
  }

  private async throttled(attempt: Attempt, password: string): Promise<VerifiedUser | undefined> {
    try {
      return await this.throttle.attempt(attempt, () =>
        this.users.verify(attempt.username, password),
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_many_attempts') {
        await this.refused('login_throttled', attempt);
      }
      throw error;
    }
  }

  private async refused(event: 'login_failed' | 'login_throttled', { address }: Attempt) {
    this.metrics.logIns.inc({ result: event === 'login_failed' ? 'failed' : 'throttled' });
    await this.audit.record(event, { details: { ip: address } });
  }
}
