// Who may sign in, and with which roles. Users are rows, not facts: what they did is in the books.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  EntityManager as AnyEntityManager,
  raw,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../../../http/identity.js';
import { AppError } from '../../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../kernel/config.js';
import { randomId, type Uuid } from '../../../kernel/ids.js';
import { AuthAudit } from '../audit/auth-audit.js';
import { PasswordHasher } from './password-hasher.js';
import { refuseWeak } from './password-policy.js';
import { User } from './user.entity.js';

export interface NewUser {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly password: string;
  /** The password was handed over by somebody else and serves for choosing an own one only. */
  readonly mustChangePassword?: boolean;
  /** Who creates the user; absent for the system. */
  readonly createdBy?: Uuid;
}

/** What others may know of a user. */
export interface UserView {
  readonly id: Uuid;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

export interface ListedUser extends UserView {
  readonly disabled: boolean;
}

/** A user whose password was right, at the epoch that the check saw. */
export interface VerifiedUser extends UserView {
  readonly epochSeen: number;
}

export interface FirstAdmin {
  readonly username: string;
  /** To be printed once; absent when the configuration has chosen the password. */
  readonly oneTimePassword?: string;
}

@Injectable()
export class UserAccounts {
  constructor(
    @Inject(AnyEntityManager) private readonly entities: EntityManager,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuthAudit,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The administrator of a new installation; undefined when there is any user already. */
  async createFirstAdmin(): Promise<FirstAdmin | undefined> {
    if ((await this.entities.fork().count(User)) > 0) return undefined;
    const username = this.config.ADMIN_USERNAME;
    const chosen = this.config.ADMIN_PASSWORD;
    const password = chosen ?? randomPassword();
    const user = await this.userOf({ username, displayName: username, roles: ['admin'], password });
    const created = await this.entities.fork().transactional(async (entities) => {
      // Two instances may start at once: the second waits here and then finds the first one's admin.
      await entities.execute('lock table app.app_user in share row exclusive mode');
      if ((await entities.count(User)) > 0) return false;
      entities.create(User, user);
      return true;
    });
    if (!created) return undefined;
    await this.audit.record('user_created', { subjectId: user.id, details: { roles: user.roles } });
    return chosen === undefined ? { username, oneTimePassword: password } : { username };
  }

  /** @throws AppError `conflict` (`duplicate_username`). */
  async createUser(given: NewUser): Promise<UserView> {
    const user = await this.userOf(given);
    try {
      const entities = this.entities.fork();
      entities.create(User, user);
      await entities.flush();
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      throw new AppError('conflict', `There is a user ${given.username} already.`, {
        code: 'duplicate_username',
        cause: error,
      });
    }
    await this.audit.record('user_created', {
      subjectId: user.id,
      actorId: given.createdBy,
      details: { roles: user.roles },
    });
    return viewOf(user);
  }

  /**
   * The user if the password is right and the account enabled. Takes the same time for a user that
   * does not exist (ASVS 6.3.8). Counts nothing: that is the throttle's.
   */
  async verify(username: string, password: string): Promise<VerifiedUser | undefined> {
    const entities = this.entities.fork();
    const user = await entities.findOne(User, byUsername(username));
    const right =
      user === null
        ? await this.hasher.verifyNobody(password)
        : await this.hasher.verify(user.passwordHash, password);
    if (user === null || !right || user.disabledAt != null) return undefined;
    if (this.hasher.isOutdated(user.passwordHash)) {
      user.passwordHash = await this.hasher.hash(password);
      await entities.flush();
    }
    return { ...viewOf(user), epochSeen: user.sessionEpoch };
  }

  /** For the record of what was tried; enabled or not. */
  async idOf(username: string): Promise<Uuid | undefined> {
    const user = await this.entities.fork().findOne(User, byUsername(username), { fields: ['id'] });
    return user?.id;
  }

  async find(id: Uuid): Promise<UserView | undefined> {
    const user = await this.entities.fork().findOne(User, { id });
    return user === null ? undefined : viewOf(user);
  }

  /** All users by name; a school has dozens. */
  async list(): Promise<readonly ListedUser[]> {
    const users = await this.entities.fork().find(User, {}, { orderBy: { username: 'asc' } });
    return users.map((user) => ({ ...viewOf(user), disabled: user.disabledAt != null }));
  }

  /** Ends no session: that is the caller's. @throws AppError `rule_violated` (`weak_password`). */
  async setPassword(id: Uuid, password: string): Promise<void> {
    const entities = this.entities.fork();
    const user = await entities.findOneOrFail(User, { id });
    refuseWeak(password, user.username);
    user.passwordHash = await this.hasher.hash(password);
    user.mustChangePassword = false;
    await entities.flush();
  }

  private async userOf(given: NewUser) {
    return {
      id: randomId(this.clock.now()),
      username: given.username.normalize('NFC'),
      displayName: given.displayName,
      passwordHash: await this.hasher.hash(given.password),
      roles: [...given.roles],
      mustChangePassword: given.mustChangePassword ?? false,
    };
  }
}

/** 120 random bits in 20 characters that survive being read aloud over a telephone line. */
export function randomPassword(): string {
  return randomBytes(15).toString('base64url');
}

function byUsername(username: string) {
  return { [raw('lower(username)')]: username.normalize('NFC').toLowerCase() };
}

function viewOf({ id, username, displayName, roles }: UserView): UserView {
  return { id, username, displayName, roles };
}
