// Checks a name and a password: one answer, status and time for a wrong password, an unknown and a
// disabled user; every check counted and recorded.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/app-error.js';
import { AuthAudit } from '../audit/auth-audit.js';
import { AuthMetrics } from '../auth-metrics.js';
import { UserAccounts, type VerifiedUser } from '../users/user-accounts.js';
import { LogInThrottle, type Attempt, type Attempted } from './log-in-throttle.js';

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
    const attempted = await this.throttled(attempt, password);
    if ('passed' in attempted) return attempted.passed;
    this.metrics.logIns.inc({ result: 'failed' });
    const details = { ip: attempt.address };
    await this.audit.record('login_failed', { details });
    if (attempted.waitBegins) await this.audit.record('login_throttled', { details });
    throw new AppError('unauthenticated', 'Wrong username or password.', {
      code: 'invalid_credentials',
    });
  }

  /** Refusals within a wait are counted, not recorded: a flood of them must not fill the audit. */
  private async throttled(attempt: Attempt, password: string): Promise<Attempted<VerifiedUser>> {
    try {
      return await this.throttle.attempt(attempt, () =>
        this.users.verify(attempt.username, password),
      );
    } catch (error) {
      if (error instanceof AppError && error.code === 'too_many_attempts') {
        this.metrics.logIns.inc({ result: 'throttled' });
      }
      throw error;
    }
  }
}
