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
import type { StagePlan } from './stages.js';
import { VenueControl } from './venue-control.js';

export interface SeedOptions {
  readonly stages: readonly StagePlan[];
  /** The origin of the simulated exchanges' control interface. */
  readonly controlOrigin: string;
  /** The origin of each simulated exchange. */
  readonly origins: Readonly<Record<string, string>>;
}

/** An account on a simulated exchange, with our id and the exchange's key. */
export interface DemoAccount {
  readonly id: number;
  readonly apiKey: string;
}

/** A strategy and its account, which share one name. */
export interface DemoStrategy {
  readonly plan: StagePlan;
  readonly token: string;
  readonly account: DemoAccount;
}

export interface SeededDemo {
  readonly strategies: readonly DemoStrategy[];
}

/**
 * Prepares an account and a strategy for each stage. A repetition only updates the addresses, if
 * the ports of the simulated exchanges have changed, and secrets that had to be created again.
 */
export async function seedDemo(config: Config, options: SeedOptions): Promise<SeededDemo> {
  const databaseUrl = requireSetting(config.databaseUrl, 'DATABASE_URL').reveal();
  const key = requireSetting(config.secretsKey, 'SECRETS_KEY');
  const { stages } = options;
  const members = demoMembers(
    join(config.dataDir, 'demo.json'),
    stages.map(({ name }) => name),
  );
  const connection = connectDatabase(databaseUrl, { name: 'demo-seed', poolSize: 1 });
  try {
    const strategies: DemoStrategy[] = [];
    for (const plan of stages) {
      const member = members[plan.name];
      if (member) strategies.push(await seed(connection.db, key, options, plan, member));
    }
    return { strategies };
  } finally {
    await connection.close();
  }
}

async function seed(
  db: Database,
  key: Secret<Buffer>,
  { controlOrigin, origins }: SeedOptions,
  plan: StagePlan,
  { apiKey, secret, token, signingSecret }: DemoMember,
): Promise<DemoStrategy> {
  const { name, exchange, market, marketType, streamPath, balances } = plan;
  const origin = origins[exchange];
  if (origin === undefined) throw new Error(`there must be a simulated ${exchange}, was none`);
  await new VenueControl(controlOrigin).registerAccount({ apiKey, secret, market, balances });
  const account = await addAccount(db, key, {
    name,
    exchange,
    marketType,
    restUrl: origin,
    streamUrl: `${origin.replace(/^http/, 'ws')}${streamPath}`,
    credentials: { apiKey, secret },
  });
  const secrets = { token, signingSecret };
  const strategy = await findStrategy(db, name);
  if (!strategy) await addStrategy(db, key, { name, accountId: account.id }, secrets);
  else if (!isTokenOf(strategy, token)) await replaceStrategySecrets(db, key, strategy.id, secrets);
  return { plan, token, account: { id: account.id, apiKey } };
}
