import { beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeRest } from '../../../../../src/exchange/exchange.js';
import { restByHand } from '../../../../kit/desk/outside-order.js';
import { fund } from '../../../../kit/simulator/korean.js';
import { KEY, newId, SECRET, useVenue } from '../../../../kit/simulator/venue.js';

const SYMBOL = 'ETH/KRW';

/** More ended orders than a page of the list holds: 1,000 on Upbit, 100 on Bithumb. */
describe.each([
  ['upbit', 1_050],
  ['bithumb', 250],
] as const)('lists of %s that are longer than a page', (exchange, many) => {
  const venueOf = useVenue();
  let rest: ExchangeRest;
  /** Makes a call of the control interface for the account. */
  const control = (path: string, body: object): Promise<unknown> =>
    venueOf().control.post(path, { market: exchange, apiKey: KEY, ...body });
  const place = async (): Promise<string> => {
    const clientOrderId = newId('l');
    const terms = { symbol: 'KRW-ETH', side: 'BUY', quantity: '0.01', price: '3000000' };
    await control('outside-order', { clientOrderId, ...terms });
    return clientOrderId;
  };

  beforeAll(async () => {
    await fund(venueOf(), exchange);
    const market = { market: exchange, symbol: 'KRW-ETH' };
    await venueOf().control.post('liquidity', { ...market, mode: 'manual' });
    const restUrl = venueOf().venue.origins[exchange];
    const keys = { apiKey: KEY, secret: SECRET };
    rest = restByHand({ accountId: 1, exchange, marketType: 'SPOT', restUrl, ...keys });
  });

  it('are read from the first open order to the last', async () => {
    const placed: string[] = [];
    for (let each = 0; each < 150; each += 1) placed.push(await place());
    const orders = await rest.fetchOpenOrders([]);
    expect(orders.map(({ clientOrderId }) => clientOrderId).sort()).toEqual(placed.sort());
    for (const clientOrderId of placed) await control('cancel', { clientOrderId });
  });

  it('are read from the first ended order to the last', async () => {
    const filled: string[] = [];
    for (let each = 0; each < many; each += 1) {
      const clientOrderId = await place();
      // One before all others, one in the middle, and one after them.
      if (each === 0 || each === Math.floor(many / 2) || each === many - 1) {
        await control('fill', { clientOrderId, quantity: '0.004' });
        filled.push(clientOrderId);
      }
      await control('cancel', { clientOrderId });
    }
    const { fills: expected } = await venueOf().ledger(exchange);
    expect(expected).toHaveLength(filled.length);
    const found: string[] = [];
    for await (const page of rest.accountFillPages(SYMBOL, null)) {
      found.push(...page.map(({ exchangeTradeId }) => exchangeTradeId));
    }
    expect(found).toEqual(expected.map(({ exchangeTradeId }) => exchangeTradeId));
  });
});
