import type { ExchangeName } from '../../../simulator/names.js';

/** How an exchange refuses an order for a reason that no table of ours lists. */
export interface NewRefusal {
  readonly code: number | string;
  readonly message: string;
}

/** In each exchange's own form: a code or a name. */
const CODES: Readonly<Record<ExchangeName, NewRefusal['code']>> = {
  binance: -9_998,
  bybit: 110_998,
  upbit: 'under_new_limit_krw',
  bithumb: 'under_new_limit_krw',
};

/** Returns a refusal under a code that no list of the exchange has. */
export function newRefusal(exchange: ExchangeName): NewRefusal {
  return { code: CODES[exchange], message: 'The order breaks the "rule" of today, 100% new.' };
}
