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
  async check(given: Attempt, password: string): Promise<VerifiedUser> {
    // No database holds a NUL in a text, so nobody's name has one.
    const attempt = { ...given, username: given.username.replaceAll('\0', '\ufffd') };
    const attempted = await this.throttled(attempt, password);
    if ('passed' in attempted) return attempted.passed;
    this.metrics.logIns.inc({ result: 'failed' });
    await this.recordRefusal(attempt, attempted.waitBegins);
    throw new AppError('unauthenticated', 'Wrong username or password.', {
      code: 'invalid_credentials',
    });
  }

  /** Names a user only if there is one: what else was typed may be a password in the wrong field. */
  private async recordRefusal({ username, address }: Attempt, waitBegins: boolean): Promise<void> {
    const subjectId = await this.users.idOf(username);
    const entry = {
      ...(subjectId === undefined ? {} : { subjectId }),
      details: { ip: address },
    };
    await this.audit.record('login_failed', entry);
    if (waitBegins) await this.audit.record('login_throttled', entry);
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
