import type { Sql } from 'postgres';
import { expect } from 'vitest';
import { foldPosition } from '../../../src/domain/position.js';
import type { DecimalString } from '../../../src/domain/decimal.js';
import type { Side } from '../../../src/domain/order.js';
import type { MarketName } from '../../../simulator/model.js';
import { habitsOf } from '../desk/plans.js';
import type { Product } from '../product/product.js';
import { rowsOfFills, rowsOfOrders, rowsOfTrades } from './ledger-rows.js';

export interface LedgerOrder {
  readonly orderId: number;
  /** As clients are told it. */
  readonly exchangeOrderId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: 'LIMIT' | 'MARKET';
  readonly status: string;
  readonly quantity: DecimalString;
  readonly filledQuantity: DecimalString;
  readonly createdAt: number;
}

export interface LedgerFill {
  readonly tradeId: number;
  readonly exchangeTradeId: string;
  readonly orderId: number;
  readonly exchangeOrderId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  readonly commission: DecimalString;
  readonly commissionAsset: string;
  readonly isMaker: boolean;
  /** Null on spot. */
  readonly realizedPnl: DecimalString | null;
  readonly at: number;
}

/** What the exchange's control interface tells of one account on one market. */
export interface Ledger {
  readonly orders: readonly LedgerOrder[];
  readonly fills: readonly LedgerFill[];
}

/** An account of ours and its one strategy. */
export interface LedgerDesk {
  readonly accountId: number;
  readonly strategy: string;
  readonly market: MarketName;
}

/** Compares the exchange's ledger with every table, for every desk of a product. */
export async function expectLedgerEqualsDatabase(product: Product): Promise<void> {
  for (const desk of Object.values(product.desks)) {
    const ledger = (await product.ledger(desk.market)) as Ledger;
    await expectLedgerEqualsTables(product.database.sql, desk, ledger);
  }
}

/**
 * Compares the exchange's ledger with every table, to the last decimal: each fill once, each ended order
 * with its one outcome, each position the fold of its executions, no open order that is not open.
 */
export async function expectLedgerEqualsTables(
  sql: Sql,
  desk: LedgerDesk,
  ledger: Ledger,
): Promise<void> {
  const { market } = desk;
  const ours = await ordersOf(sql, desk);
  const fills = await rowsOfFills(sql, desk, ledger, ours);
  expect(fills.actual, `${market}: trade_executions against the ledger's fills`).toEqual(
    fills.expected,
  );
  const orders = await rowsOfOrders(sql, desk, ledger, ours);
  expect(
    orders.actual,
    `${market}: trades, failed and open orders against the ledger's orders`,
  ).toEqual(orders.expected);
  const trades = await rowsOfTrades(sql, desk, ledger);
  expect(trades.actual, `${market}: amounts of trades against the ledger's fills`).toEqual(
    trades.expected,
  );
  await expectPositions(sql, desk, ledger, ours);
}

/** Returns the client order ids of what was asked of us: whatever else the account did came from outside. */
async function ordersOf(sql: Sql, { accountId }: LedgerDesk): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`
    select request ->> 'clientOrderId' as id from webhook_deliveries
    join strategies on strategies.id = strategy_id where account_id = ${accountId}`;
  return new Set(rows.map(({ id }) => id));
}

async function expectPositions(
  sql: Sql,
  { market, strategy }: LedgerDesk,
  ledger: Ledger,
  ours: ReadonlySet<string>,
): Promise<void> {
  const { isFutures, marketId } = habitsOf(market);
  const fills = ledger.fills.filter(({ clientOrderId }) => ours.has(clientOrderId));
  const positions = await sql`
    select position.symbol, position.quantity::text, entry_price::text, realized_pnl::text,
           exchange_realized_pnl::text, fees
    from strategy_positions as position join strategies on strategies.id = strategy_id
    where strategies.name = ${strategy}`;
  for (const position of positions) {
    const symbol = String(position['symbol']);
    const folded = foldPosition(
      { symbol, marketType: isFutures ? 'FUTURES' : 'SPOT' },
      fills
        .filter((fill) => fill.symbol === marketId(symbol))
        .map((fill) => ({
          side: fill.side,
          price: fill.price,
          quantity: fill.quantity,
          fee: fill.commission,
          feeAsset: fill.commissionAsset,
          realizedPnl: isFutures ? (fill.realizedPnl ?? '0') : null,
          exchangeTradeId: fill.exchangeTradeId,
          executedAt: new Date(fill.at).toISOString(),
        })),
    );
    expect(
      { ...position, symbol: undefined },
      `${market}: position in ${symbol} against the fold of the ledger`,
    ).toEqual({
      symbol: undefined,
      quantity: folded.quantity,
      entry_price: folded.entryPrice,
      realized_pnl: folded.realizedPnl,
      exchange_realized_pnl: folded.exchangeRealizedPnl,
      fees: folded.fees,
    });
  }
  const traded = new Set(fills.map(({ symbol }) => symbol));
  expect(positions.length, `${market}: one position a traded symbol`).toBe(traded.size);
}
