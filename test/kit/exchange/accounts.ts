import type { ExchangeAccount } from '../../../src/exchange/exchange.js';
import { Secret } from '../../../src/observability/secret.js';

let accounts = 0;

/** An account of its own: none before it has used its budget, or taught its clock. */
export function accountOf(
  exchange: string,
  changes: Partial<ExchangeAccount> = {},
): ExchangeAccount {
  accounts += 1;
  return {
    id: accounts,
    name: `account ${accounts}`,
    exchange,
    marketType: 'SPOT',
    restUrl: null,
    streamUrl: null,
    credentials: new Secret({ apiKey: 'testkey', secret: 'testsecret' }),
    ...changes,
  };
}
