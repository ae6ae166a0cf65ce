import { join } from 'node:path';
import { connectDatabase, type Database } from '../../drizzle/database.js';
import { addAccount } from '../accounts/accounts.js';
import {
  addStrategy,
  findStrategy,
  isTokenOf,
  replaceStrategySecrets,
} from '../accounts/strategies.js';
import { requireSetting, type Config } from '../config.js';
import type { Secret } from '../observability/secret.js';
import { demoMembers, type DemoMember } from './demo-file.js';
import { VenueControl, type VenueMarket } from './venue-control.js';

export interface SeedOptions {
  readonly venueOrigin: string;
  /** Where the settings name another database or key, or none. */
  readonly databaseUrl?: string;
  readonly secretsKey?: Secret<Buffer>;
}

/** An account on the simulated exchange, as the exchange and as we know it. */
export interface DemoAccount {
  readonly id: number;
  readonly name: string;
  readonly market: VenueMarket;
  readonly apiKey: string;
}

export interface DemoStrategy {
  readonly name: string;
  readonly token: string;
  readonly account: DemoAccount;
}

export interface SeededDemo {
  readonly strategies: readonly DemoStrategy[];
}

const plans = [
  {
    name: 'demo',
    market: 'spot',
    streamPath: '/ws-api/v3',
    balances: { USDT: '1000000', BTC: '20', ETH: '200', SOL: '2000', BNB: '200' },
  },
  {
    name: 'demo-futures',
    market: 'futures',
    streamPath: '/private/ws',
    balances: { USDT: '1000000' },
  },
] as const;

/**
 * Prepares an account and a strategy for each market of the simulated exchange. Doing it again
 * changes nothing but the addresses, when the venue's port has moved.
 */
export async function seedDemo(config: Config, options: SeedOptions): Promise<SeededDemo> {
  const databaseUrl =
    options.databaseUrl ?? requireSetting(config.databaseUrl, 'DATABASE_URL').reveal();
  const key = options.secretsKey ?? requireSetting(config.secretsKey, 'SECRETS_KEY');
  const names = plans.map(({ name }) => name);
  const members = demoMembers(join(config.dataDir, 'demo.json'), names);
  const connection = connectDatabase(databaseUrl, { name: 'demo-seed', poolSize: 1 });
  try {
    const strategies: DemoStrategy[] = [];
    for (const plan of plans) {
      const member = members[plan.name];
      if (member)
        strategies.push(await seed(connection.db, key, options.venueOrigin, plan, member));
    }
    return { strategies };
  } finally {
    await connection.close();
  }
}

async function seed(
  db: Database,
  key: Secret<Buffer>,
  venueOrigin: string,
  { name, market, streamPath, balances }: (typeof plans)[number],
  { apiKey, secret, token, signingSecret }: DemoMember,
): Promise<DemoStrategy> {
  await new VenueControl(venueOrigin).registerAccount({ apiKey, secret, market, balances });
  const account = await addAccount(db, key, {
    name,
    exchange: 'binance',
    marketType: market === 'spot' ? 'SPOT' : 'FUTURES',
    restUrl: venueOrigin,
    streamUrl: `${venueOrigin.replace(/^http/, 'ws')}${streamPath}`,
    credentials: { apiKey, secret },
  });
  const secrets = { token, signingSecret };
  const strategy = await findStrategy(db, name);
  if (!strategy) await addStrategy(db, key, { name, accountId: account.id }, secrets);
  else if (!isTokenOf(strategy, token)) await replaceStrategySecrets(db, key, strategy.id, secrets);
  return { name, token, account: { id: account.id, name, market, apiKey } };
}
