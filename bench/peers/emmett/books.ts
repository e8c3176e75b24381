// The event store with its one inline projection, and the command that records a payment.
import {
  CommandHandler,
  CommandHandlerStreamVersionConflictRetryOptions,
  projections,
} from '@event-driven-io/emmett';
import {
  getPostgreSQLEventStore,
  postgreSQLProjection,
  type PostgresEventStore,
} from '@event-driven-io/emmett-postgresql';
import type pg from 'pg';
import {
  evolve,
  initialState,
  receivePayment,
  type Account,
  type AccountEvent,
  type ChargeRaised,
  type PaymentOrder,
  type PaymentReceived,
} from './account.js';
import { projectCharge, projectPayment } from './projection.js';

/** Its own three tries, 100 ms apart, would cost it answers on an account that two callers meet at. */
const RETRY = { retries: 10, minTimeout: 2 };
const STREAM_PREFIX = 'studentAccount-';

export interface Recorded {
  readonly account: Account;
  readonly payment: PaymentReceived['data'];
  readonly receiptNo: number;
}

export class EmmettBooks {
  private readonly store: PostgresEventStore;
  /** Numbers of payments whose answers are not out yet: handed over here, not read again. */
  private readonly receiptNos = new Map<string, number>();
  private readonly handle = CommandHandler<Account, AccountEvent>({
    evolve,
    initialState,
    mapToStreamId: streamOf,
    retry: { ...CommandHandlerStreamVersionConflictRetryOptions, ...RETRY },
  });

  constructor(connectionString: string, pool: pg.Pool) {
    this.store = getPostgreSQLEventStore(connectionString, {
      connectionOptions: { pool },
      projections: projections.inline([this.projection()]),
    });
  }

  /** Makes Emmett's own tables. */
  async migrate(): Promise<void> {
    await this.store.schema.migrate();
  }

  async charge(studentId: string, charges: readonly ChargeRaised[]): Promise<void> {
    await this.store.appendToStream(streamOf(studentId), [...charges]);
  }

  /** @throws UnknownAccountError; what Emmett throws, a conflict after ten more tries included. */
  async record(order: PaymentOrder): Promise<Recorded> {
    const { newEvents, newState } = await this.handle(this.store, order.studentId, (account) =>
      receivePayment(account, order),
    );
    const [event] = newEvents;
    if (event?.type !== 'PaymentReceived') throw new Error(`no payment of ${order.studentId}`);
    const receiptNo = this.receiptNos.get(event.data.paymentId);
    if (receiptNo === undefined) throw new Error(`no receipt of ${event.data.paymentId}`);
    this.receiptNos.delete(event.data.paymentId);
    return { account: newState, payment: event.data, receiptNo };
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private projection() {
    return postgreSQLProjection<AccountEvent>({
      name: 'account',
      canHandle: ['ChargeRaised', 'PaymentReceived'],
      handle: async (events, { connection: { client } }) => {
        for (const { type, data, metadata } of events) {
          if (type === 'PaymentReceived') {
            this.receiptNos.set(data.paymentId, await projectPayment(client, data));
          } else {
            const studentId = metadata.streamName.slice(STREAM_PREFIX.length);
            await projectCharge(client, { studentId, amountMinor: data.amountMinor });
          }
        }
      },
    });
  }
}

function streamOf(studentId: string): string {
  return `${STREAM_PREFIX}${studentId}`;
}
