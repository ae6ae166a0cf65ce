import { sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { sqlStatement } from '../../drizzle/statement.js';
import { orderWorkflowId } from '../../src/domain/ids.js';
import type { MarketType, OrderRequest } from '../../src/domain/order.js';
import type { ListedOrder, OrderTerms } from '../../src/exchange/exchange.js';
import type { Dependencies } from '../dependencies.js';
import { eventBuilder } from '../../src/books/order-events.js';
import { changeWithEvents } from '../../src/books/outbox.js';

interface KnownRow {
  /** Some table has this order of the exchange, or one of ours that may become it. */
  is_known: boolean;
  /** Another order of the account has used the client order id. */
  is_id_taken: boolean;
  /** What was asked for under this client order id, where it is one of ours. */
  request: OrderRequest | null;
}

const { placeholder } = sql;
const theirs = sql`account_id = ${placeholder('accountId')} and symbol = ${placeholder('symbol')}
  and exchange_order_id = ${placeholder('exchangeOrderId')}`;
const named = sql`account_id = ${placeholder('accountId')}
  and client_order_id = ${placeholder('clientOrderId')}`;

const lookUp = sqlStatement<KnownRow>(
  'find_listed_order',
  sql`
    select
      exists (select 1 from open_orders where ${theirs})
      or exists (select 1 from trades where ${theirs})
      or exists (select 1 from failed_orders where ${theirs})
      or exists (select 1 from trade_executions where ${theirs})
      -- Ours, being sent right now or a moment ago: its exchange order id is not written yet.
      or exists (select 1 from open_orders where ${named} and exchange_order_id is null)
      or exists (select 1 from failed_orders where ${named} and exchange_order_id is null)
      or exists (select 1 from webhook_deliveries
        where workflow_id = ${placeholder('workflowId')} and placed_at is null) as is_known,
      exists (select 1 from open_orders where ${named})
      or exists (select 1 from trades where ${named})
      or exists (select 1 from failed_orders where ${named}) as is_id_taken,
      (select request from webhook_deliveries
        where workflow_id = ${placeholder('workflowId')} limit 1) as request
  `,
);

/** Looks for an order that the exchange lists in all tables. */
async function findKnown(
  db: Database,
  accountId: number,
  order: Pick<ListedOrder, 'symbol' | 'clientOrderId' | 'exchangeOrderId'>,
): Promise<KnownRow> {
  const { symbol, clientOrderId, exchangeOrderId } = order;
  const workflowId = orderWorkflowId(accountId, clientOrderId);
  const [row] = await lookUp(db, { accountId, symbol, clientOrderId, exchangeOrderId, workflowId });
  return row ?? { is_known: false, is_id_taken: false, request: null };
}

const insert = changeWithEvents(
  'adopt_order',
  sql`
    insert into open_orders (account_id, strategy_id, client_order_id, exchange_order_id, symbol, market_type, side,
      order_type, time_in_force, reduce_only, price, quantity, status)
    select ${placeholder('accountId')}::int, ${placeholder('strategyId')}::int,
      ${placeholder('clientOrderId')},
      ${placeholder('exchangeOrderId')}, ${placeholder('symbol')}, ${placeholder('marketType')},
      ${placeholder('side')}, ${placeholder('orderType')}, ${placeholder('timeInForce')},
      ${placeholder('reduceOnly')}::boolean, ${placeholder('price')}::numeric,
      ${placeholder('quantity')}::numeric, 'NEW'
    on conflict do nothing
    returning id
  `,
);

/**
 * Takes an order up that was placed outside: from here on it is tracked like any other, without a strategy.
 * A client order id may be used again once its order has closed; then ours has the exchange's order id
 * in it, too.
 *
 * @returns the client order id under which it is tracked, or `undefined` when it is known already, or the
 *   exchange does not tell what it was asked to be
 */
export async function adoptOrder(
  deps: Dependencies,
  accountId: number,
  order: ListedOrder,
): Promise<string | undefined> {
  const { symbol, exchangeOrderId, terms } = order;
  if (!terms) return undefined;
  const account = await deps.gateway.accountFor(accountId);
  const known = await findKnown(deps.db, account.id, order);
  if (known.is_known) return undefined;
  const clientOrderId = known.is_id_taken
    ? `${order.clientOrderId}~${exchangeOrderId}`
    : order.clientOrderId;
  // One of ours whose rows are gone, as after a backup was restored, is its strategy's again.
  const request =
    known.request && !known.is_id_taken
      ? known.request
      : toRequest(account, clientOrderId, symbol, terms);
  const moment = { status: 'NEW', fills: [], source: 'sync' } as const;
  const at = new Date().toISOString();
  const event = eventBuilder(request, { ...moment, exchangeOrderId, at });
  const created = event('order_created', '0');
  if (!(await insert(deps.db, { ...request, exchangeOrderId }, [created]))) return undefined;
  deps.notifyOutbox();
  // Whatever is filled is found by the first look. Should we die before this, the sweep starts it.
  await deps.orders.track(request, null, {
    status: 'NEW',
    exchangeOrderId,
    filledQuantity: '0',
    isIncomplete: true,
  });
  return clientOrderId;
}

function toRequest(
  account: { id: number; name: string; marketType: MarketType },
  clientOrderId: string,
  symbol: string,
  terms: OrderTerms,
): OrderRequest {
  return {
    accountId: account.id,
    accountName: account.name,
    strategyId: null,
    clientOrderId,
    symbol,
    marketType: account.marketType,
    side: terms.side,
    orderType: terms.orderType,
    quantity: terms.quantity,
    price: terms.price,
    timeInForce: terms.timeInForce,
    reduceOnly: terms.reduceOnly,
    receivedAt: new Date().toISOString(),
  };
}
