import { describe, expect, it } from 'vitest';
import { ADAPTERS, accountAt } from './fixtures.js';
import { both } from './order-server.js';

describe.each(both)('the adapter of %s', (exchange) => {
  it('takes no markets of another exchange', () => {
    const account = accountAt(exchange, { restUrl: 'http://127.0.0.1:1' });
    const foreign = { rulesFor: () => Promise.resolve(null), ready: () => Promise.resolve() };
    const open = () => ADAPTERS[exchange].openRest(account, foreign, { readTimeoutMs: 1 });
    expect(open).toThrow('markets of another exchange');
  });
});
