// Cuts a subscription into batches: as many events as are there, up to a limit, or what came within a
// few milliseconds. Large batches make catching up fast, short waits make a payment visible at once.
import type { Delivery, StoredEvent } from '../../eventstore/port.js';

import { Dropped } from './failure.js';

export interface BatchLimits {
  readonly eventsMax: number;
  /** How long a batch that is not full waits for more. */
  readonly waitMilliseconds: number;
  /** After this long without a delivery an empty batch is given. */
  readonly idleMilliseconds: number;
}

export const BATCH_LIMITS: BatchLimits = {
  eventsMax: 500,
  waitMilliseconds: 5,
  idleMilliseconds: 500,
};

export interface Batch {
  /** Empty when nothing came. */
  readonly events: readonly StoredEvent[];
  /** Whether the subscription is at the end of the log: it said so, and nothing more was waiting. */
  readonly current: boolean;
}

export class Batcher {
  /** Deliveries so far, of any kind. */
  deliveries = 0;
  private readonly waiting: Delivery[] = [];
  private live = false;
  private end: { readonly failure?: unknown } | undefined;
  private wakeReader: ((isTime: boolean) => void) | undefined;
  private wakeWriter: (() => void) | undefined;

  constructor(private readonly limits: BatchLimits) {}

  /** Takes deliveries in until the subscription ends; holds it back when batches are not taken. */
  async fill(subscription: AsyncIterable<Delivery>): Promise<void> {
    try {
      for await (const delivery of subscription) {
        this.deliveries += 1;
        this.waiting.push(delivery);
        this.wakeReader?.(false);
        if (this.waiting.length >= this.limits.eventsMax * 2) await this.room();
        if (this.end !== undefined) return;
      }
      this.finish({});
    } catch (cause) {
      // Whatever ends a subscription, a new one may bring what this one did not.
      this.finish({ failure: new Dropped(`the subscription failed: ${String(cause)}`, { cause }) });
    }
  }

  /** No more batches after those that are waiting; `take` then gives undefined. */
  stop(): void {
    this.finish({});
  }

  /** @throws Dropped when the subscription failed, once all that came before it was taken. */
  async take(): Promise<Batch | undefined> {
    if (this.waiting.length === 0) await this.reached(1, this.limits.idleMilliseconds);
    if (this.waiting.some(({ kind }) => kind === 'event')) {
      await this.reached(this.limits.eventsMax, this.limits.waitMilliseconds);
    }
    if (this.waiting.length === 0 && this.end !== undefined) {
      if (this.end.failure !== undefined) throw this.end.failure;
      return undefined;
    }
    const taken = this.waiting.splice(0, this.limits.eventsMax);
    this.wakeWriter?.();
    if (taken.some(({ kind }) => kind === 'caught_up')) this.live = true;
    const events = taken.flatMap((d) => (d.kind === 'event' ? [d.event] : []));
    return { events, current: this.live && this.waiting.length === 0 && this.end === undefined };
  }

  /** Resolves when so many deliveries wait, when the time is over, or at the end. */
  private reached(count: number, milliseconds: number): Promise<void> {
    const isReached = () => this.waiting.length >= count || this.end !== undefined;
    if (isReached()) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wakeReader?.(true), milliseconds);
      this.wakeReader = (isTime) => {
        if (!isTime && !isReached()) return;
        clearTimeout(timer);
        this.wakeReader = undefined;
        resolve();
      };
    });
  }

  private room(): Promise<void> {
    return new Promise((resolve) => {
      this.wakeWriter = () => {
        this.wakeWriter = undefined;
        resolve();
      };
    });
  }

  private finish(end: { readonly failure?: unknown }): void {
    this.end ??= end;
    this.wakeReader?.(false);
    this.wakeWriter?.();
  }
}
