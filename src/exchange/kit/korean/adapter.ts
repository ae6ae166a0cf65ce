import type { Exchange } from 'ccxt';
import type { OnAnswer } from '../ccxt-call.js';
import type { Credentials, Endpoints, ExchangeAccount } from '../../exchange.js';
import { rateBudgetOf } from '../limits/rate-budget.js';
import { bindCalls } from './client.js';
import type { Dialect, KoreanCalls } from './dialect.js';
import { KoreanLimitRules, type GroupLimits } from './limits.js';
import type { KoreanMarkets } from './markets.js';
import { KoreanRest } from './rest.js';

/** What an exchange has of its own in its calls. */
export interface RestParts {
  readonly dialect: Dialect;
  readonly limits: GroupLimits;
  /** ccxt's names for the calls, which are those of the paths. */
  readonly names: Readonly<Record<keyof KoreanCalls, string>>;
  readonly createClient: (
    endpoints: Endpoints,
    credentials: Credentials,
    timeoutMs: number,
    onAnswer: OnAnswer,
  ) => Exchange;
}

/** Opens the REST side of an account of either exchange. */
export function openKoreanRest(
  { dialect, limits, names, createClient }: RestParts,
  account: ExchangeAccount,
  markets: KoreanMarkets,
  { readTimeoutMs }: { readonly readTimeoutMs: number },
): KoreanRest {
  const budget = rateBudgetOf(account, new KoreanLimitRules(limits));
  const credentials = account.credentials.reveal();
  return new KoreanRest({
    ...{ dialect, markets, budget, readTimeoutMs },
    openCalls: (timeoutMs) =>
      bindCalls(createClient(account, credentials, timeoutMs, budget.onAnswer), names),
  });
}
