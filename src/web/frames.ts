// What stands around a page: the school's name, currency and time zone, and who is signed in.
import { Injectable } from '@nestjs/common';
import { identityOf, type IdentifiedRequest, type Role } from '../http/identity.js';
import { CsrfTokens } from '../modules/auth/index.js';
import { SchoolQueries } from '../projections/school/school.queries.js';
import type { Frame, SignedInFrame } from './view-models.js';

/** Roles that change terms and fees, undo and adjust. */
const BILLING_ROLES: readonly Role[] = ['admin', 'bursar'];

type SchoolFrame = Omit<Frame, 'user'>;

@Injectable()
export class Frames {
  /** As last read; an error page must not depend on what may have failed. */
  #lastKnown: SchoolFrame | undefined;

  constructor(
    private readonly schools: SchoolQueries,
    private readonly csrf: CsrfTokens,
  ) {}

  /** For a page of somebody who is signed in. @throws as `SchoolQueries.settings`. */
  async signedIn(request: IdentifiedRequest): Promise<SignedInFrame> {
    const user = this.userOf(request);
    return { ...(await this.school()), user };
  }

  /** For the log-in, which nobody is signed in to yet. */
  async signedOut(): Promise<Frame> {
    return this.school();
  }

  /** What is known without asking anybody; undefined before the first page was served. */
  lastKnown(request: IdentifiedRequest): Frame | undefined {
    if (this.#lastKnown === undefined || request.identity === undefined) return this.#lastKnown;
    return { ...this.#lastKnown, user: this.userOf(request) };
  }

  private async school(): Promise<SchoolFrame> {
    const { school } = await this.schools.settings();
    const { name: schoolName, currency, timeZone } = school;
    this.#lastKnown = { schoolName, currency, timeZone };
    return this.#lastKnown;
  }

  private userOf(request: IdentifiedRequest): SignedInFrame['user'] {
    const { displayName, sessionId, roles } = identityOf(request);
    const mayBill = roles.some((role) => BILLING_ROLES.includes(role));
    return { displayName, mayBill, csrf: this.csrf.tokenOf(sessionId) };
  }
}
