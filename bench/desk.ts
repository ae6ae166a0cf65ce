import { randomBytes } from 'node:crypto';
import type { Database } from '../drizzle/database.js';
import { addAccount } from '../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../src/accounts/strategies.js';
import { requireSetting } from '../src/config.js';
import { VenueControl } from '../src/demo/venue-control.js';
import type { Stack } from '../src/supervisor/stack.js';
import { postJson } from './http.js';

/** An account of the benchmark, and its strategy of the same name. */
export interface BenchDesk {
  readonly name: string;
  readonly apiKey: string;
  readonly accountId: number;
  readonly strategyId: number;
  readonly token: string;
}

/**
 * Opens an account with keys of its own, so that each path receives only its own orders. The
 * account has funds, its market fills on command only, and the limits are far above the published
 * ones.
 */
export async function openDesk(stack: Stack, db: Database, name: string): Promise<BenchDesk> {
  const key = requireSetting(stack.config.secretsKey, 'SECRETS_KEY');
  const credentials = { apiKey: `${name}-key`, secret: randomBytes(16).toString('hex') };
  const venue = new VenueControl(stack.urls.venue);
  await venue.registerAccount({
    ...credentials,
    market: 'spot',
    balances: { USDT: '1000000000', BTC: '10000' },
  });
  await venue.post('movement', { mode: 'still' });
  await venue.setLiquidity('spot', 'BTCUSDT', 'manual');
  await venue.post('limits', {
    market: 'spot',
    weightPerMinute: 100_000_000,
    orders: [{ interval: 'SECOND', intervalNum: 10, limit: 1_000_000 }],
  });
  const { id: accountId } = await addAccount(db, key, {
    name,
    exchange: 'binance',
    marketType: 'SPOT',
    restUrl: stack.urls.venue,
    streamUrl: `${stack.urls.venue.replace(/^http/, 'ws')}/ws-api/v3`,
    credentials,
  });
  const secrets = newStrategySecrets();
  const { id: strategyId } = await addStrategy(db, key, { name, accountId }, secrets);
  return { name, apiKey: credentials.apiKey, accountId, strategyId, token: secrets.token };
}

/**
 * Fills an order on the exchange. It uses the benchmark's own pool rather than the shared client of
 * the control interface, since it runs while the machine is being measured.
 */
export async function fillOrder(venueOrigin: string, clientOrderId: string): Promise<void> {
  const order = { market: 'spot', symbol: 'BTCUSDT', clientOrderId };
  await postJson(venueOrigin, '/control/fill', order);
}
