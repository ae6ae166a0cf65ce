import type { Sql } from 'postgres';
import { addFee, averagePrice } from '../../../src/domain/fill.js';
import { add, normalise } from '../../../src/domain/decimal.js';
import { habitsOf } from '../desk/plans.js';
import type { Ledger, LedgerDesk } from './expect-ledger.js';

/** One line of text for each row, sorted: a difference reads as the lines that differ. */
export interface Compared {
  readonly actual: readonly string[];
  readonly expected: readonly string[];
}

const line = (...cells: unknown[]): string => cells.map(String).join(' ');
/** Whom it belongs to: an order from outside is nobody's. */
const owner = (isOurs: boolean): string => (isOurs ? 'ours' : 'adopted');

/** Compares every execution with its fill. */
export async function rowsOfFills(
  sql: Sql,
  { accountId, market }: LedgerDesk,
  ledger: Ledger,
  ours: ReadonlySet<string>,
): Promise<Compared> {
  const rows = await sql`
    select exchange_order_id, exchange_trade_id, client_order_id, side, symbol, strategy_id,
           execution_price::text, execution_quantity::text, fee::text, fee_asset, realized_pnl::text,
           is_maker
    from trade_executions where account_id = ${accountId}`;
  const { isFutures, tellsMaker, marketId } = habitsOf(market);
  return {
    actual: rows
      .map((row) =>
        line(
          row['client_order_id'],
          row['exchange_order_id'],
          row['exchange_trade_id'],
          marketId(String(row['symbol'])),
          row['side'],
          row['execution_price'],
          row['execution_quantity'],
          row['fee'],
          row['fee_asset'],
          tellsMaker ? row['is_maker'] : '',
          isFutures ? row['realized_pnl'] : '',
          owner(row['strategy_id'] !== null),
        ),
      )
      .sort(),
    expected: ledger.fills
      .map((fill) =>
        line(
          fill.clientOrderId,
          fill.exchangeOrderId,
          fill.exchangeTradeId,
          fill.symbol,
          fill.side,
          fill.price,
          fill.quantity,
          fill.commission,
          fill.commissionAsset,
          tellsMaker ? fill.isMaker : '',
          isFutures ? normalise(fill.realizedPnl ?? '0') : '' /* the exchange may say -0 */,
          owner(ours.has(fill.clientOrderId)),
        ),
      )
      .sort(),
  };
}

/** Compares every order's outcome: one row of one of three tables. */
export async function rowsOfOrders(
  sql: Sql,
  { accountId, market }: LedgerDesk,
  ledger: Ledger,
  ours: ReadonlySet<string>,
): Promise<Compared> {
  const { buysByCost } = habitsOf(market);
  const rows = await sql`
    select client_order_id as id, exchange_order_id as theirs, side, order_type as type, status, order_quantity::text as quantity,
           quantity::text as filled, strategy_id
      from trades where account_id = ${accountId}
    union all
    select client_order_id, exchange_order_id, side, order_type, upper(status), quantity::text, '0', strategy_id
      from failed_orders where account_id = ${accountId} and exchange_order_id is not null
    union all
    select client_order_id, exchange_order_id, side, order_type, status, quantity::text, filled_quantity::text, strategy_id
      from open_orders where account_id = ${accountId}`;
  const isEstimate = (side: unknown, type: unknown): boolean =>
    buysByCost && side === 'BUY' && type === 'MARKET';
  return {
    actual: rows
      .map((row) =>
        line(
          row['id'],
          row['theirs'],
          row['status'],
          row['filled'],
          'of',
          isEstimate(row['side'], row['type']) ? 'an estimate' : row['quantity'],
          owner(row['strategy_id'] !== null),
        ),
      )
      .sort(),
    expected: ledger.orders
      .map((order) =>
        line(
          order.clientOrderId,
          order.exchangeOrderId,
          // Spent as far as it went: for us that is all of it.
          isEstimate(order.side, order.type) && order.filledQuantity !== '0'
            ? order.status.replace('CANCELLED', 'FILLED')
            : order.status,
          order.filledQuantity,
          'of',
          isEstimate(order.side, order.type) ? 'an estimate' : order.quantity,
          owner(ours.has(order.clientOrderId)),
        ),
      )
      .sort(),
  };
}

/** Compares what each trade says of its fills: average price, fees, the exchange's own result. */
export async function rowsOfTrades(
  sql: Sql,
  { accountId, market }: LedgerDesk,
  ledger: Ledger,
): Promise<Compared> {
  const rows = await sql`
    select client_order_id, average_price::text, fees, realized_pnl::text
    from trades where account_id = ${accountId}`;
  const { isFutures } = habitsOf(market);
  const amounts = (id: string, average: unknown, fees: object, pnl: unknown): string =>
    line(id, average, JSON.stringify(Object.entries(fees).sort()), isFutures ? pnl : '');
  const traded = ledger.orders.filter(
    ({ status, filledQuantity }) =>
      !['NEW', 'PARTIALLY_FILLED'].includes(status) && filledQuantity !== '0',
  );
  return {
    actual: rows
      .map((row) =>
        amounts(
          String(row['client_order_id']),
          row['average_price'],
          row['fees'] as object,
          row['realized_pnl'],
        ),
      )
      .sort(),
    expected: traded
      .map(({ orderId, clientOrderId }) => {
        const fills = ledger.fills.filter((fill) => fill.orderId === orderId);
        const fees = fills.reduce<Record<string, string>>(
          (sum, fill) => addFee(sum, fill.commissionAsset, fill.commission),
          {},
        );
        const pnl = isFutures ? add(...fills.map(({ realizedPnl }) => realizedPnl ?? '0')) : '';
        return amounts(clientOrderId, averagePrice(fills), fees, pnl);
      })
      .sort(),
  };
}
