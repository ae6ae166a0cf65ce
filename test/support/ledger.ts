import { expect } from 'vitest';
import { foldPosition } from '../../src/domain/position.js';
import type { Product } from './product.js';

/**
 * Compares the exchange's ledger with every table, to the last decimal: each fill once, each ended order
 * with its one outcome, each position the fold of its executions, no open order that is not open.
 */
export async function expectLedgerEqualsDatabase(product: Product): Promise<void> {
  for (const market of ['spot', 'futures'] as const) {
    const { accountId, strategy } = product.desks[market];
    const ledger = await product.ledger(market);
    const { sql } = product.database;
    const executions = await sql`
      select exchange_order_id, exchange_trade_id, client_order_id, side, symbol,
             execution_price::text, execution_quantity::text, fee::text, fee_asset, realized_pnl::text,
             is_maker, executed_at
      from trade_executions where account_id = ${accountId}`;
    const fillRow = (...cells: unknown[]) => cells.map(String).join(' ');
    expect(
      executions
        .map((row) =>
          fillRow(
            row['client_order_id'],
            row['exchange_order_id'],
            row['exchange_trade_id'],
            row['execution_price'],
            row['execution_quantity'],
            row['fee'],
            row['fee_asset'],
            row['is_maker'],
            market === 'futures' ? row['realized_pnl'] : '',
          ),
        )
        .sort(),
      `${market}: trade_executions against the ledger's fills`,
    ).toEqual(
      ledger.fills
        .map((fill: Record<string, unknown>) =>
          fillRow(
            fill['clientOrderId'],
            fill['orderId'],
            fill['tradeId'],
            fill['price'],
            fill['quantity'],
            fill['commission'],
            fill['commissionAsset'],
            fill['isMaker'],
            market === 'futures' ? fill['realizedPnl'] : '',
          ),
        )
        .sort(),
    );

    const outcome = (id: unknown, status: unknown, filled: unknown) => `${id} ${status} ${filled}`;
    const ours = await sql`
      select client_order_id as id, status, quantity::text as filled from trades where account_id = ${accountId}
      union all
      select client_order_id, upper(status), '0' from failed_orders
        where account_id = ${accountId} and exchange_order_id is not null
      union all
      select client_order_id, status, filled_quantity::text from open_orders where account_id = ${accountId}`;
    expect(
      ours.map((row) => outcome(row['id'], row['status'], row['filled'])).sort(),
      `${market}: trades, failed and open orders against the ledger's orders`,
    ).toEqual(
      ledger.orders
        .map((order: Record<string, unknown>) =>
          outcome(order['clientOrderId'], order['status'], order['filledQuantity']),
        )
        .sort(),
    );

    const positions = await sql`
      select position.symbol, position.quantity::text, entry_price::text, realized_pnl::text,
             exchange_realized_pnl::text, fees
      from strategy_positions as position join strategies on strategies.id = strategy_id
      where strategies.name = ${strategy}`;
    for (const position of positions) {
      const folded = foldPosition(
        { symbol: String(position['symbol']), marketType: market === 'spot' ? 'SPOT' : 'FUTURES' },
        ledger.fills
          .filter(
            (fill: { symbol: string }) =>
              fill.symbol === String(position['symbol']).replace('/', ''),
          )
          .map((fill: Record<string, string | number>) => ({
            side: fill['side'],
            price: fill['price'],
            quantity: fill['quantity'],
            fee: fill['commission'],
            feeAsset: fill['commissionAsset'],
            realizedPnl: market === 'futures' ? fill['realizedPnl'] : null,
            exchangeTradeId: String(fill['tradeId']),
            executedAt: new Date(Number(fill['at'])).toISOString(),
          })),
      );
      expect(
        { ...position, symbol: undefined },
        `${market}: position in ${position['symbol']} against the fold of the ledger`,
      ).toEqual({
        symbol: undefined,
        quantity: folded.quantity,
        entry_price: folded.entryPrice,
        realized_pnl: folded.realizedPnl,
        exchange_realized_pnl: folded.exchangeRealizedPnl,
        fees: folded.fees,
      });
    }
    const traded = new Set(ledger.fills.map((fill: { symbol: string }) => fill.symbol));
    expect(positions.length, `${market}: one position a traded symbol`).toBe(traded.size);
  }
}
