import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoStrategy } from './seed.js';
import type { VenueControl, VenueOrder } from './venue-control.js';

const STEP_MS = 20;

/** Returns an order once the exchange has it, or `undefined` if it did not arrive in time. */
export async function findPlaced(
  venue: VenueControl,
  { plan, account }: DemoStrategy,
  clientOrderId: string,
  timeoutMs: number,
): Promise<VenueOrder | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { orders } = await venue.ledger(plan.market, account.apiKey);
    const order = orders.find((each) => each.clientOrderId === clientOrderId);
    if (order || Date.now() > deadline) return order;
    await sleep(STEP_MS);
  }
}
