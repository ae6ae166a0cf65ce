import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { Strategy } from '../accounts/strategies.js';
import { denialByMarket } from '../exchange/market-denial.js';
import { MAX_ID_LENGTH } from './delivery-id.js';
import type { Accepted, Inbox } from './inbox.js';
import type { OrderBody } from './order-body.js';
import { Problem, shorten } from './problem.js';
import { tradingPaused } from './trading-paused.js';

/**
 * An alert's sender gives up after 3 s. If the rules are not here in this time, the worker decides.
 */
export const RULES_WAIT_MS = 1_000;

/** Headers that identify a delivery, in the order of preference, if the body has no `id`. */
const identityHeaders = ['webhook-id', 'x-github-delivery', 'idempotency-key'] as const;

/**
 * Accepts an order that was authenticated and read, and answers: 202 when it is new and stored, 200
 * when it came before.
 *
 * @throws Problem when the strategy is paused or the exchange would refuse the order
 */
export async function takeOrder(
  inbox: Inbox,
  strategy: Strategy,
  order: OrderBody,
  request: Request,
  response: Response,
): Promise<void> {
  const deliveryId = deliveryIdOf(request, order);
  const { receipt, isDuplicate } = await acceptOrRepeat(inbox, strategy, order, deliveryId);
  response
    .status(isDuplicate ? 200 : 202)
    .json(deliveryId === undefined ? { ...receipt, deduplicated: false } : receipt);
}

/**
 * Accepts an order. If it would be refused now but repeats an order that was accepted before, it
 * gets the answer of that order.
 */
async function acceptOrRepeat(
  inbox: Inbox,
  strategy: Strategy,
  order: OrderBody,
  deliveryId: string | undefined,
): Promise<Accepted> {
  try {
    checkNotPaused(strategy);
    await checkMarket(strategy, order);
  } catch (refusal) {
    const earlier = deliveryId && (await inbox.findEarlier(strategy, order, deliveryId));
    if (earlier) return earlier;
    throw refusal;
  }
  return inbox.accept(strategy, order, deliveryId);
}

/** Returns the identity of a delivery, or `undefined` if its sender gave none. */
function deliveryIdOf(request: Request, body: OrderBody): string | undefined {
  const given = body.id ?? identityHeaders.map((name) => request.get(name)).find(Boolean);
  if (given === undefined || given.length <= MAX_ID_LENGTH) return given;
  const expected = `at most ${MAX_ID_LENGTH} characters`;
  throw new Problem(422, 'FIELD_INVALID', `a delivery id must have ${expected}`, {
    field: 'id',
    expected,
    received: shorten(given),
  });
}

/** @throws Problem 423 when the strategy takes no new orders */
function checkNotPaused(strategy: Strategy): void {
  if (strategy.paused || strategy.account.removedAt !== null) throw tradingPaused(strategy.name);
}

/**
 * Refuses what the exchange would refuse, as far as its rules are available.
 *
 * @throws Problem 422 with the denial's code
 */
async function checkMarket(strategy: Strategy, body: OrderBody): Promise<void> {
  const denial = await Promise.race([
    // Without the rules, the worker decides, and then the exchange itself.
    denialByMarket(strategy.account, body).catch(() => null),
    sleep(RULES_WAIT_MS, null, { ref: false }),
  ]);
  if (denial) throw Problem.about(422, denial.code, denial);
}
