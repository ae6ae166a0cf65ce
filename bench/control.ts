import { postJson } from './http.js';

/** Calls the simulated exchange's control interface. */
export async function control(
  venueOrigin: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await postJson(venueOrigin, `/control/${path}`, body);
}

/** Gives an account keys and funds, fills by our word only, and room above the published limits. */
export async function prepareVenue(
  venueOrigin: string,
  account: { apiKey: string; secret: string },
): Promise<void> {
  await control(venueOrigin, 'accounts', {
    ...account,
    balances: { USDT: '1000000000', BTC: '10000' },
  });
  await control(venueOrigin, 'movement', { mode: 'still' });
  await control(venueOrigin, 'liquidity', { market: 'spot', symbol: 'BTCUSDT', mode: 'manual' });
  await control(venueOrigin, 'limits', {
    market: 'spot',
    weightPerMinute: 100_000_000,
    orders: [{ interval: 'SECOND', intervalNum: 10, limit: 1_000_000 }],
  });
}
