import type { z } from 'zod';
import type { ExecutionMark, Fill } from '../../domain/fill.js';
import type { MarketSymbol } from '../../domain/symbol.js';
import type { AccountFill } from '../exchange.js';
import type { CallParameters } from '../kit/ccxt-client.js';
import type { BudgetedCall } from '../kit/limits/rate-budget.js';
import { toFill } from './answers.js';
import type { MarketCosts } from './limits.js';
import { accountFillAnswer, fillAnswer } from './wire.js';

/** The endpoint's maximum. */
const PAGE = 1000;

/**
 * Asks for a page of fills, which Binance calls trades: `myTrades` (spot), `userTrades` (futures).
 */
export type AskFills = <T>(
  row: z.ZodType<T>,
  parameters: CallParameters,
  budgeted: Required<BudgetedCall>,
) => Promise<T[]>;

/** Reads an account's fills. Binance lists them in pages, oldest first, starting at an id. */
export class BinanceFills {
  /** @param idOf returns the exchange's id of a market */
  constructor(
    private readonly idOf: (symbol: MarketSymbol) => string,
    private readonly costs: MarketCosts,
    private readonly ask: AskFills,
  ) {}

  /** Returns the fills of one order, oldest first. */
  async ofOrder(symbol: MarketSymbol, orderId: string): Promise<Fill[]> {
    const budgeted = { priority: 'verify', costs: this.costs.getFillsOfOrder } as const;
    const rows = await everyPage(undefined, (from) =>
      this.ask(fillAnswer, { ...pageOf(this.idOf(symbol)), orderId, ...from }, budgeted),
    );
    // Guards against a server that ignores orderId: another order's fill must never be ours.
    return rows.filter((row) => row.orderId === orderId).map(toFill);
  }

  /**
   * Returns the account's fills in a market, oldest first, starting at a mark or with the first
   * one.
   */
  async ofMarket(symbol: MarketSymbol, from: ExecutionMark | null): Promise<AccountFill[]> {
    const budgeted = { priority: 'background', costs: this.costs.getAccountFills } as const;
    // Without an id, Binance would return the newest fills.
    const rows = await everyPage(from?.exchangeTradeId ?? '0', (fromId) =>
      this.ask(accountFillAnswer, { ...pageOf(this.idOf(symbol)), ...fromId }, budgeted),
    );
    return rows.map((row) => ({
      ...toFill(row),
      exchangeOrderId: row.orderId,
      side: row.side,
    }));
  }
}

function pageOf(symbol: string): CallParameters {
  return { symbol, limit: PAGE };
}

/** Reads page after page, each starting after the last id, until a page is not full. */
async function everyPage<T extends { readonly id: string }>(
  first: string | undefined,
  ask: (from: { fromId?: string }) => Promise<T[]>,
): Promise<T[]> {
  const rows: T[] = [];
  let fromId = first;
  for (;;) {
    const page = await ask(fromId === undefined ? {} : { fromId });
    const next = page.filter(({ id }) => fromId === undefined || BigInt(id) >= BigInt(fromId));
    rows.push(...next);
    const last = next.at(-1);
    // A server that ignores fromId returns its first page again: none of it is new, so this ends.
    if (page.length < PAGE || !last) return rows;
    fromId = (BigInt(last.id) + 1n).toString();
  }
}
