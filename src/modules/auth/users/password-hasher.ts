// Argon2id (OWASP: 19 MiB, two passes, one lane). One hash takes 19 MiB and a pool thread for 13 ms,
// so two at once at most; a queue of logins can't take the machine.
import { hash, verify } from '@node-rs/argon2';
import { Turns } from '../turns.js';

export interface PasswordCost {
  readonly memoryKibibytes: number;
  readonly passes: number;
}

export const PASSWORD_COST = Symbol('PasswordCost');

export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryKibibytes: 19_456, passes: 2 };

const AT_ONCE_MAX = 2;
const WAITING_MAX = 100;

export class PasswordHasher {
  readonly #turns = new Turns({ atOnceMax: AT_ONCE_MAX, waitingMax: WAITING_MAX });
  #nobodysHash: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost) {}

  /** PHC string (`$argon2id$v=19$m=…`). @throws AppError `unavailable` (`busy`). */
  hash(password: string): Promise<string> {
    const { memoryKibibytes: memoryCost, passes: timeCost } = this.cost;
    return this.#turns.take(() => hash(password, { memoryCost, timeCost, parallelism: 1 }));
  }

  /** @throws AppError `unavailable` (`busy`). */
  verify(passwordHash: string, password: string): Promise<boolean> {
    return this.#turns.take(() => verify(passwordHash, password));
  }

  /** Takes as long as a real check, so that an answer's time does not tell whether a user exists. */
  async verifyNobody(password: string): Promise<false> {
    this.#nobodysHash ??= this.hash('nobody has this password');
    await this.verify(await this.#nobodysHash, password);
    return false;
  }

  /** Whether the hash was made at another cost than today's. */
  isOutdated(passwordHash: string): boolean {
    return !passwordHash.includes(`$m=${this.cost.memoryKibibytes},t=${this.cost.passes},p=1$`);
  }
}
