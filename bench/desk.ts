import { randomBytes } from 'node:crypto';
import type { Database } from '../drizzle/database.js';
import { EXCHANGES, type SimulatedExchange, type SimulatedMarket } from '../simulator/names.js';
import { addAccount } from '../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../src/accounts/strategies.js';
import { requireSetting } from '../src/config.js';
import { VenueControl } from '../src/demo/venue-control.js';
import type { Stack } from '../src/supervisor/stack.js';

/** The benchmark trades on the spot market of the first exchange. */
const [EXCHANGE] = EXCHANGES;
const MARKET = spotOf(EXCHANGE);

/** An account of the benchmark, and its strategy of the same name. */
export interface BenchDesk {
  readonly name: string;
  readonly apiKey: string;
  readonly accountId: number;
  readonly strategyId: number;
  readonly token: string;
  readonly venue: VenueControl;
}

/**
 * Opens an account with keys of its own, so that each path receives only its own orders. The
 * account has funds, its market fills on command only, and the limits are far above the published
 * ones.
 */
export async function openBenchDesk(stack: Stack, db: Database, name: string): Promise<BenchDesk> {
  const key = requireSetting(stack.config.secretsKey, 'SECRETS_KEY');
  const credentials = { apiKey: `${name}-key`, secret: randomBytes(16).toString('hex') };
  const venue = new VenueControl(stack.urls.venue);
  await venue.registerAccount({
    ...credentials,
    market: MARKET.name,
    balances: { USDT: '1000000000', BTC: '10000' },
  });
  await venue.post('movement', { mode: 'still' });
  await venue.setLiquidity(MARKET.name, 'BTCUSDT', 'manual');
  await venue.post('limits', {
    market: MARKET.name,
    weightPerMinute: 100_000_000,
    orders: [{ interval: 'SECOND', intervalNum: 10, limit: 1_000_000 }],
  });
  const { id: accountId } = await addAccount(db, key, {
    name,
    exchange: EXCHANGE.name,
    marketType: MARKET.type,
    restUrl: stack.urls.venue,
    streamUrl: `${stack.urls.venue.replace(/^http/, 'ws')}${MARKET.streamPath}`,
    credentials,
  });
  const secrets = newStrategySecrets();
  const { id: strategyId } = await addStrategy(db, key, { name, accountId }, secrets);
  return { name, apiKey: credentials.apiKey, accountId, strategyId, token: secrets.token, venue };
}

/** Fills an order of a desk on the exchange. */
export async function fillOrder(
  { venue, apiKey }: Pick<BenchDesk, 'venue' | 'apiKey'>,
  clientOrderId: string,
): Promise<void> {
  await venue.fill({ market: MARKET.name, apiKey, clientOrderId });
}

/** Returns how often the account of a desk has made each call so far, as the exchange counts. */
export async function requestsOf({
  venue,
  apiKey,
}: Pick<BenchDesk, 'venue' | 'apiKey'>): Promise<Readonly<Record<string, number>>> {
  return (await venue.ledger(MARKET.name, apiKey)).requests;
}

function spotOf({ name, markets }: SimulatedExchange): SimulatedMarket {
  const market = markets.find(({ type }) => type === 'SPOT');
  if (!market) throw new Error(`${name} must have a spot market, had none`);
  return market;
}
