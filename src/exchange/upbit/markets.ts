import type { Endpoints } from '../exchange.js';
import { readError } from '../kit/korean/errors.js';
import { KoreanMarkets } from '../kit/korean/markets.js';
import { createClient } from './client.js';

const TIMEOUT_MS = 10_000;

/** The least that an order must come to. */
const MINIMUM_NOTIONALS = { KRW: '5000', BTC: '0.00005', USDT: '0.5' };

type List = (parameters: Record<string, string>) => Promise<unknown>;

/** Opens Upbit's list of markets, which holds no rules; those are the documents'. */
export function openMarkets(endpoints: Endpoints): KoreanMarkets {
  const client = createClient(endpoints, undefined, TIMEOUT_MS) as unknown as {
    publicGetMarketAll: List;
    publicGetOrderbookInstruments: List;
  };
  return new KoreanMarkets({
    exchange: 'upbit',
    readError,
    listMarkets: () => client.publicGetMarketAll({}),
    listTicks: (markets) => client.publicGetOrderbookInstruments({ markets }),
    minimumNotionals: MINIMUM_NOTIONALS,
    hasPriceGrid: true,
  });
}
