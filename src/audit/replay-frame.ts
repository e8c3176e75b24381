// One step of a replay: an event, who said it and why, the balance before and after it.
import type { Uuid } from '../kernel/ids.js';
import type { PaymentStatus } from '../modules/billing/index.js';
import type { RuleName } from './rules.js';

/** Whole account, minor units; positive `netMinor`: the student owes the school. */
export interface ReplayBalance {
  readonly outstandingMinor: number;
  readonly creditMinor: number;
  readonly netMinor: number;
  readonly paymentStatus: PaymentStatus;
}

export interface ReplayFrame {
  readonly event: {
    readonly id: Uuid;
    readonly stream: string;
    readonly revision: number;
    readonly type: string;
    readonly data: object;
    readonly recordedAt: string;
  };
  readonly actor: {
    readonly principal: string;
    readonly role: string;
    readonly requestId?: string;
  };
  readonly reason?: string;
  readonly before: ReplayBalance;
  readonly after: ReplayBalance;
  readonly rule: RuleName;
  readonly hash: string;
}
