import { createHash } from 'node:crypto';
import type { DatabaseConnection } from '../../../drizzle/database.js';
import { addAccount } from '../../../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../../../src/accounts/strategies.js';
import { requireSetting } from '../../../src/config.js';
import type { MarketType } from '../../../src/domain/order.js';
import { isStreamLive } from '../../../src/demo/stream-live.js';
import type { Stack } from '../../../src/supervisor/stack.js';
import { control } from '../product/running-product.js';
import { ACCOUNTS, STRATEGIES_EACH, type MarketName } from './accounts-plan.js';

/** An account of the run: its keys on the exchange, its strategies with us. */
export interface ChaosDesk {
  readonly product: { readonly venue: string };
  readonly name: string;
  readonly market: MarketName;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly restUrl: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly accountId: number;
  readonly strategies: readonly { readonly name: string; readonly token: string }[];
  readonly outside: string[];
}

/** Enough for everything that is to be traded, and nothing of what is to be refused. */
const BALANCES = { USDT: '1000000000', BTC: '10000', ETH: '10000', SOL: '100000' };
const LIVE_WITHIN_MS = 60_000;

/** Says how the exchange trades: two symbols only as told, one with a thin book. */
export async function prepareExchange(venue: string): Promise<void> {
  for (const market of ['spot', 'futures'] as const) {
    for (const symbol of ['ETHUSDT', 'SOLUSDT']) {
      await control(venue, 'liquidity', { market, symbol, mode: 'manual' });
    }
    await control(venue, 'liquidity', { market, symbol: 'BTCUSDT', mode: 'auto', depth: '0.06' });
    await control(venue, 'limits', {
      market,
      weightPerMinute: 1_000_000,
      orders: [{ interval: 'SECOND', intervalNum: 10, limit: 100_000 }],
    });
  }
}

/** Opens the run's accounts, and waits for their private streams. */
export async function openDesks(stack: Stack, database: DatabaseConnection): Promise<ChaosDesk[]> {
  const { venue } = stack.urls;
  const key = requireSetting(stack.config.secretsKey, 'SECRETS_KEY');
  const desks: ChaosDesk[] = [];
  for (const { name, market } of ACCOUNTS) {
    const credentials = {
      apiKey: name,
      secret: createHash('sha256').update(name).digest('hex'),
    };
    await control(venue, 'accounts', { ...credentials, balances: BALANCES });
    const marketType = market === 'spot' ? 'SPOT' : 'FUTURES';
    const server = { exchange: 'binance', marketType, restUrl: venue } as const;
    const { id: accountId } = await addAccount(database.db, key, {
      name,
      ...server,
      streamUrl: `${venue.replace('http', 'ws')}${market === 'spot' ? '/ws-api/v3' : '/private/ws'}`,
      credentials,
    });
    const strategies: { name: string; token: string }[] = [];
    for (let number = 1; number <= STRATEGIES_EACH; number += 1) {
      const strategy = `${name}-${number}`;
      const secrets = newStrategySecrets();
      await addStrategy(database.db, key, { name: strategy, accountId }, secrets);
      strategies.push({ name: strategy, token: secrets.token });
    }
    desks.push({
      ...server,
      product: { venue },
      name,
      market,
      ...credentials,
      accountId,
      strategies,
      outside: [],
    });
  }
  for (const { accountId, name } of desks) {
    if (await isStreamLive(database.db, accountId, LIVE_WITHIN_MS)) continue;
    throw new Error(`the stream of ${name} did not connect within ${LIVE_WITHIN_MS / 1000} s`);
  }
  return desks;
}
