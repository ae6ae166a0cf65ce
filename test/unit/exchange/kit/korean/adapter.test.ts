import { describe, expect, it } from 'vitest';
import { binance } from '../../../../../src/exchange/binance/index.js';
import { ADAPTERS, accountAt } from './fixtures.js';
import { both } from './order-server.js';

describe.each(both)('the adapter of %s', (exchange) => {
  it('takes no markets of another exchange', () => {
    const account = accountAt(exchange, { restUrl: 'http://127.0.0.1:1' });
    const foreign = binance.openMarkets(account);
    const open = () => ADAPTERS[exchange].openRest(account, foreign, { readTimeoutMs: 1 });
    expect(open).toThrow('markets of another exchange');
  });
});
