// The two routes that are measured, with the paths and bodies of the product's API, on bare Fastify.
// A peer answers the same way and only records differently.
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { CURRENCY } from '../school/sample-books.js';
import { listStudents, statusOf } from './list-students.js';
import type { PaymentOrder, RecordedPayment, Refusal } from './record-payment.js';
import { userOf } from './session.js';

const PAYMENT = {
  type: 'object',
  required: ['amountMinor', 'method'],
  additionalProperties: false,
  properties: {
    amountMinor: { type: 'integer', minimum: 1, maximum: 999_999_999_999 },
    method: { enum: ['cash', 'bank_transfer', 'mobile_money', 'card', 'cheque', 'other'] },
  },
} as const;

const PAGE = {
  type: 'object',
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    cursor: { type: 'string' },
  },
} as const;

const STATUS: Readonly<Record<Refusal, number>> = {
  session_required: 401,
  student_not_found: 404,
  idempotency_key_reused: 422,
};

interface PaymentRequest {
  readonly Params: { readonly id: string };
  readonly Body: { readonly amountMinor: number; readonly method: string };
}

export type RecordPayment = (order: PaymentOrder) => Promise<RecordedPayment | Refusal>;

/** @param recordPayment  What a payment is recorded with. */
export function floorApp(pool: Pool, recordPayment: RecordPayment): FastifyInstance {
  const app = fastify();
  app.post<PaymentRequest>(
    '/api/v1/students/:id/payments',
    { schema: { body: PAYMENT } },
    async ({ params, body, headers }, reply) => {
      const key = headers['idempotency-key'];
      if (typeof key !== 'string') return refuse(reply, 'idempotency_key_required', 400);
      const { cookie } = headers;
      const order = { ...body, studentId: params.id, idempotencyKey: key, cookie };
      const outcome = await recordPayment(order);
      if (typeof outcome === 'string') return refuse(reply, outcome, STATUS[outcome]);
      return reply.code(201).send(answerOf(outcome, body));
    },
  );
  app.get<{ Querystring: { limit: number; cursor?: string } }>(
    '/api/v1/students',
    { schema: { querystring: PAGE } },
    async ({ query, headers }, reply) => {
      const user = await userOf(pool, headers.cookie);
      if (user === undefined) return refuse(reply, 'session_required', 401);
      return listStudents(pool, query);
    },
  );
  return app;
}

function answerOf(recorded: RecordedPayment, { amountMinor, method }: PaymentRequest['Body']) {
  const { balance, allocations, ...payment } = recorded;
  return {
    payment: {
      ...payment,
      receiptStatus: 'issued',
      amountMinor,
      method,
      allocations: allocations.map((allocation) => ({ ...allocation, rule: 'oldest_due' })),
    },
    balance: {
      currency: CURRENCY,
      ...balance,
      netMinor: balance.outstandingMinor - balance.creditMinor,
      // Something was just paid, so nothing is UNPAID.
      paymentStatus: statusOf(balance.outstandingMinor, balance.creditMinor, ''),
    },
  };
}

function refuse(reply: FastifyReply, code: string, status: number): FastifyReply {
  return reply.code(status).send({ status, code });
}
