import { AccountNotFound } from '../../src/accounts/gateway.js';
import { moveCursor } from '../../src/books/trade-cursors.js';
import { isOwnId } from '../../src/domain/ids.js';
import type { OrderKey, OrderView } from '../../src/domain/order.js';
import type { AccountFill, ExchangeRest } from '../../src/exchange/exchange.js';
import { FORGOTTEN_AFTER_MS } from '../../src/domain/progress.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { marketsToScan, type ScannedMarket } from '../../src/queries/scanned-markets.js';
import { findClientOrderId } from '../../src/queries/find-client-order-id.js';
import { unrecordedFills } from '../../src/queries/unrecorded-fills.js';
import type { Dependencies } from '../dependencies.js';
import { settle } from '../observe.js';
import { adoptOrder } from './adopt-order.js';

export interface ScanFillsInput {
  readonly accountId: number;
}

/**
 * Reads the account's list of fills, market by market, from where it was last compared. For a fill
 * that is not recorded, an order of ours is looked at again and an order from outside is adopted.
 * The comparison of open orders cannot do this: an order may be placed and filled while its stream
 * messages are lost.
 */
export async function scanFills(deps: Dependencies, { accountId }: ScanFillsInput): Promise<void> {
  try {
    const exchange = await deps.gateway.restFor(accountId);
    for (const market of await marketsToScan(deps.db, accountId)) {
      await scanMarket(deps, exchange, accountId, market);
    }
  } catch (error) {
    if (error instanceof AccountNotFound) return;
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, accountId }, 'list of fills not compared');
  }
}

async function scanMarket(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  { symbol, from }: ScannedMarket,
): Promise<void> {
  const reported = await exchange.fetchAccountFills(symbol, from);
  const missing = await unrecordedFills(deps.db, accountId, symbol, reported);
  const settled = new Set<string>();
  for (const [exchangeOrderId, fills] of byOrder(missing)) {
    const order = { symbol, exchangeOrderId, fills };
    if (await settleOrAdopt(deps, exchange, accountId, order)) settled.add(exchangeOrderId);
  }
  // The cursor stops before what is still missing, so that the next scan looks for it again.
  const first = missing.find((fill) => !settled.has(fill.exchangeOrderId));
  const last = first ? reported.slice(0, reported.indexOf(first)).at(-1) : reported.at(-1);
  const end = last ?? from;
  await moveCursor(deps.db, accountId, symbol, end);
}

function byOrder(fills: readonly AccountFill[]): Map<string, AccountFill[]> {
  const orders = new Map<string, AccountFill[]>();
  for (const fill of fills) {
    const ofOrder = orders.get(fill.exchangeOrderId) ?? [];
    orders.set(fill.exchangeOrderId, [...ofOrder, fill]);
  }
  return orders;
}

interface UnrecordedOrder {
  readonly symbol: string;
  readonly exchangeOrderId: string;
  readonly fills: readonly AccountFill[];
}

/**
 * Gets the unrecorded fills of an order recorded. Resolves with whether they are; where that has
 * only begun, the next scan looks again.
 */
async function settleOrAdopt(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  order: UnrecordedOrder,
): Promise<boolean> {
  const name = { symbol: order.symbol, exchangeOrderId: order.exchangeOrderId, clientOrderId: '' };
  const known = await findClientOrderId(deps.db, accountId, name);
  if (known !== undefined)
    return wakeOrSettle(deps, { accountId, clientOrderId: known }, order.fills);
  const listed = await exchange.fetchOrder(name);
  if (!listed) {
    // Reads may lag. In the long run, an exchange forgets orders sooner than their fills.
    const [fill] = order.fills;
    return fill !== undefined && Date.now() - Date.parse(fill.executedAt) > FORGOTTEN_AFTER_MS;
  }
  const { terms, clientOrderId } = listed;
  // Ours: it is being sent right now, or its outcome was deleted by hand. Its request remains.
  const key = { accountId, clientOrderId };
  if (isOwnId(clientOrderId) && (await wakeOrSettle(deps, key, order.fills, listed))) return true;
  if (!terms) {
    deps.log.error({ accountId, ...name }, 'a filled order is not as documented, and not adopted');
    return true;
  }
  await adoptOrder(deps, accountId, listed);
  return false;
}

/**
 * Wakes the order's workflow, which then records the fills, or settles them here when none runs.
 * Resolves with whether they are settled.
 */
async function wakeOrSettle(
  deps: Dependencies,
  key: OrderKey,
  fills: readonly AccountFill[],
  view: OrderView | null = null,
): Promise<boolean> {
  if (await deps.orders.wake(key, 'sync')) return false;
  return (await settle(deps, key, { view, fills, source: 'sync' })) !== undefined;
}
