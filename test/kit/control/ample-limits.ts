import { EXCHANGES, type ExchangeName, type MarketName } from '../../../simulator/names.js';

const MANY = 100_000;

const KOREAN = { order: MANY, exchange: MANY, quotation: MANY, connect: MANY, message: MANY };

/** In the words of each exchange. */
const LIMITS: Readonly<Record<ExchangeName, object>> = {
  binance: {
    weightPerMinute: 10 * MANY,
    orders: [{ interval: 'SECOND', intervalNum: 10, limit: MANY }],
  },
  bybit: {
    createPerSecond: MANY,
    cancelPerSecond: MANY,
    readPerSecond: MANY,
    requestsPer5s: 10 * MANY,
  },
  upbit: KOREAN,
  bithumb: KOREAN,
};

/** Limits that no test reaches by accident, in the words of a market's `POST /control/limits`. */
export const AMPLE_LIMITS = Object.fromEntries(
  EXCHANGES.flatMap(({ name, markets }) => markets.map((market) => [market.name, LIMITS[name]])),
) as Readonly<Record<MarketName, object>>;
