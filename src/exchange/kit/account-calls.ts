import type { Exchange } from 'ccxt';
import type { Endpoints, ExchangeAccount } from '../exchange.js';
import {
  bindCalls,
  type CallParameters,
  type ClientSetup,
  type ImplicitCall,
} from './ccxt-client.js';
import { ExchangeCalls, type CallsSetup } from './exchange-calls.js';
import type { LimitRules } from './limits/limits.js';
import { rateBudgetOf } from './limits/rate-budget.js';

/** Long enough for a slow matching engine: giving up early would only leave the outcome unclear. */
export const SUBMIT_TIMEOUT_MS = 10_000;

/** What is specific to one exchange in the signed calls of an account. */
export interface AccountCallsSetup<Name extends string> extends Omit<CallsSetup, 'budget'> {
  readonly limits: LimitRules;
  /** ccxt's names for the calls, by ours. */
  readonly names: Readonly<Record<Name, string>>;
  readonly readTimeoutMs: number;
  readonly createClient: (endpoints: Endpoints, setup: ClientSetup) => Exchange;
}

/** The signed calls of an account. */
export interface AccountCalls<Name extends string, P> {
  readonly calls: ExchangeCalls;
  /** For calls that change an order. Their client has a long timeout. */
  readonly change: Readonly<Record<Name, ImplicitCall<P>>>;
  /** For reads. Their client gives up after `readTimeoutMs`. */
  readonly read: Readonly<Record<Name, ImplicitCall<P>>>;
}

/** Opens the signed calls of an account. All of them share its one budget. */
export function openAccountCalls<Name extends string, P = CallParameters>(
  account: ExchangeAccount,
  { limits, names, readTimeoutMs, createClient, ...setup }: AccountCallsSetup<Name>,
): AccountCalls<Name, P> {
  const budget = rateBudgetOf(account, limits);
  const credentials = account.credentials.reveal();
  const open = (timeoutMs: number) => {
    const { onAnswer } = budget;
    const clock = setup.time && { clock: setup.time.clock };
    const client = createClient(account, { credentials, timeoutMs, onAnswer, ...clock });
    return bindCalls<Name, P>(client, names);
  };
  return {
    calls: new ExchangeCalls({ ...setup, budget }),
    change: open(SUBMIT_TIMEOUT_MS),
    read: open(readTimeoutMs),
  };
}
