import { z } from 'zod';
import {
  compare,
  isZero,
  multiply,
  truncate,
  type DecimalString,
} from '../../../domain/decimal.js';
import { DenialCode } from '../../../domain/denial.js';
import type { OrderRequest } from '../../../domain/order.js';
import { quoteAsset, type MarketSymbol } from '../../../domain/symbol.js';
import { ExchangeFailure, failureOf } from '../../failure.js';
import { decimalsOf } from './amounts.js';
import { number } from './wire.js';

/** The part of `GET /v1/ticker` that matters. A market has no price before its first trade. */
export const tickerAnswer = z.array(
  z.object({ market: z.string(), trade_price: number.nullish() }),
);

const RETRY_AFTER_MS = 500;

/**
 * Returns the amount that a market buy spends, because these exchanges take no quantity: the
 * quantity times the alert's price, or else times the last trade's price, rounded down to the
 * smallest unit of the quote asset.
 *
 * @param lastPrice asks the exchange; resolves with `null` when it knows no price
 * @throws ExchangeFailure of origin `denied` if there is no price, or `paused` if the exchange is
 *   too slow to name one
 */
export async function costOf(
  exchange: string,
  request: Pick<OrderRequest, 'symbol' | 'quantity' | 'referencePrice'>,
  lastPrice: (symbol: MarketSymbol) => Promise<DecimalString | null>,
): Promise<DecimalString> {
  const { symbol, quantity, referencePrice } = request;
  const price = referencePrice ?? (await askedPrice(exchange, symbol, lastPrice));
  if (price === null) {
    throw failureOf({
      code: DenialCode.REFERENCE_PRICE_REQUIRED,
      field: 'price',
      expected:
        `given, since ${exchange} buys at the market by cost and names no price of ${symbol} ` +
        'itself (send the price with the alert)',
      received: 'nothing',
    });
  }
  const quote = quoteAsset(symbol);
  const cost = truncate(multiply(quantity, price), decimalsOf(quote));
  if (!isZero(cost)) return cost;
  throw failureOf({
    code: DenialCode.NOTIONAL_BELOW_MINIMUM,
    field: 'quantity',
    subject: 'quantity times price',
    expected: `at least the smallest amount of ${quote} that ${exchange} takes`,
    received: `${quantity} times ${price}`,
  });
}

/**
 * Asks for the last price. Nothing has been sent yet, so whatever keeps the exchange from
 * answering, the order may be tried again.
 */
async function askedPrice(
  exchange: string,
  symbol: MarketSymbol,
  lastPrice: (symbol: MarketSymbol) => Promise<DecimalString | null>,
): Promise<DecimalString | null> {
  try {
    const price = await lastPrice(symbol);
    return price !== null && compare(price, '0') > 0 ? price : null;
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    // 400 and 404 mean that there is no such market: asking again would not help.
    const { httpStatus, retryAfterMs = RETRY_AFTER_MS } = error.details;
    if (httpStatus === 400 || httpStatus === 404) return null;
    throw new ExchangeFailure(
      `${exchange}: not sent, since the price that a market buy is sized by is not known yet: ` +
        error.message,
      'paused',
      { retryAfterMs },
      { cause: error },
    );
  }
}
