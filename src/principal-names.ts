// Names of those who take money, as a receipt prints them. A cashier records hundreds of payments in a
// day, so the name is asked for once a minute, not once a payment.
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { UserAccounts } from './modules/auth/index.js';
import type { PrincipalNames } from './modules/billing/index.js';

const NAMES_MAX = 1_000;
const KNOWN_MILLISECONDS = 60_000;
const NOBODY = 'the system';

@Injectable()
export class UserNames implements PrincipalNames {
  private readonly names = new LRUCache<string, string>({
    max: NAMES_MAX,
    ttl: KNOWN_MILLISECONDS,
  });

  constructor(private readonly users: UserAccounts) {}

  async nameOf(principal: string): Promise<string> {
    const known = this.names.get(principal);
    if (known !== undefined) return known;
    const [kind, id] = principal.split(':');
    const user = kind === 'user' && id !== undefined ? await this.users.find(id) : undefined;
    const name = user?.displayName ?? NOBODY;
    this.names.set(principal, name);
    return name;
  }
}
