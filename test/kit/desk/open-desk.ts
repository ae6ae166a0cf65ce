import { createHash } from 'node:crypto';
import { addAccount } from '../../../src/accounts/accounts.js';
import { addStrategy, newStrategySecrets } from '../../../src/accounts/strategies.js';
import type { MarketName } from '../../../simulator/names.js';
import type { RunningProduct } from '../product/running-product.js';
import type { KeyHolder } from './outside-order.js';
import { planOf, type DeskPlan } from './plans.js';

/** A strategy, and the secrets that authorise its alerts. */
export interface DeskStrategy {
  readonly name: string;
  readonly token: string;
  readonly signingSecret: string;
}

/** A test's own account: its keys on the exchange, and its strategies with us. */
export interface DeskAccount extends KeyHolder {
  readonly name: string;
  readonly market: MarketName;
  readonly plan: DeskPlan;
  readonly strategies: readonly DeskStrategy[];
  /** Client order ids of orders that were placed on the exchange from outside. */
  readonly outside: string[];
}

export interface DeskOptions {
  readonly name: string;
  readonly market: MarketName;
  /** Defaults to the account's name. */
  readonly apiKey?: string;
  /** Defaults to one strategy with the account's name. */
  readonly strategies?: readonly string[];
  /** Defaults to those of the market's plan. */
  readonly balances?: Readonly<Record<string, string>>;
  /** The account whose key is used, where an exchange has one key for several markets. */
  readonly sharing?: Pick<KeyHolder, 'apiKey' | 'secret'> | undefined;
}

/** Registers an account on its exchange and with us, with its own strategies. */
export async function openDesk(
  { venue, db, secretsKey }: Pick<RunningProduct, 'venue' | 'db' | 'secretsKey'>,
  options: DeskOptions,
): Promise<DeskAccount> {
  const { name, market, strategies = [name], balances, sharing } = options;
  const plan = planOf(market);
  const { exchange, marketType } = plan;
  const ownKey = options.apiKey ?? name;
  const { apiKey, secret } = sharing ?? { apiKey: ownKey, secret: secretOf(ownKey) };
  await venue.post('accounts', {
    apiKey,
    secret,
    ...(sharing ? {} : { market, balances: balances ?? plan.balances }),
  });
  const restUrl = await venue.originOf(exchange);
  const { id: accountId } = await addAccount(db, secretsKey, {
    name,
    exchange,
    marketType,
    restUrl,
    streamUrl: `${restUrl.replace('http', 'ws')}${plan.streamPath}`,
    credentials: { apiKey, secret },
  });
  const added: DeskStrategy[] = [];
  for (const strategy of strategies) {
    const secrets = newStrategySecrets();
    await addStrategy(db, secretsKey, { name: strategy, accountId }, secrets);
    added.push({ name: strategy, ...secrets });
  }
  return {
    name,
    market,
    plan,
    exchange,
    marketType,
    restUrl,
    accountId,
    apiKey,
    secret,
    strategies: added,
    outside: [],
  };
}

function secretOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}
