import type { MarketType, OrderRequest } from '../../../../src/domain/order.js';
import { binance } from '../../../../src/exchange/binance/index.js';
import type { ExchangeAccount, ExchangeRest } from '../../../../src/exchange/exchange.js';
import { accountOf } from '../../../kit/exchange/accounts.js';
import { spotOrderAnswer } from './fixtures.js';

/** An account of its own at an origin. */
export function accountAt(
  restUrl: string,
  marketType: MarketType = 'SPOT',
  changes: Partial<ExchangeAccount> = {},
): ExchangeAccount {
  return accountOf('binance', { restUrl, marketType, ...changes });
}

export function restOf(account: ExchangeAccount): ExchangeRest {
  return binance.openRest(account, binance.openMarkets(account), { readTimeoutMs: 2_000 });
}

/** The REST side of an account of its own. */
export function restAt(origin: string, marketType: MarketType = 'SPOT'): ExchangeRest {
  return restOf(accountAt(origin, marketType));
}

export const request: OrderRequest = {
  accountId: 1,
  accountName: 'one',
  strategyId: 1,
  clientOrderId: spotOrderAnswer.clientOrderId,
  symbol: 'BTC/USDT',
  marketType: 'SPOT',
  side: 'BUY',
  orderType: 'LIMIT',
  quantity: '1',
  price: '50000',
  timeInForce: 'GTC',
  reduceOnly: false,
  receivedAt: '2026-01-02T12:00:00.000Z',
};

export const reference = { symbol: 'BTC/USDT', clientOrderId: spotOrderAnswer.clientOrderId };
