import type { Database } from '../../drizzle/database.js';
import { marketsOf, onListingProblems } from '../exchange/registry.js';
import type { Logger } from '../observability/log.js';
import { listAccounts } from './accounts.js';

/**
 * Loads the markets of every account, so that the first order need not wait for them. It never
 * fails: an order whose rules are missing asks for them itself.
 */
export async function warmMarkets(db: Database, log: Logger): Promise<void> {
  try {
    const directories = new Set((await listAccounts(db)).map(marketsOf));
    await Promise.all([...directories].map((directory) => directory.ready()));
  } catch (error) {
    log.warn({ err: error }, 'market rules not loaded ahead');
  }
}

/** Logs what is left out of the exchanges' listings, each problem once in this process. */
export function logListingProblems(log: Logger): void {
  onListingProblems((problem) => log.warn({ problem }, 'a market of the listing is not readable'));
}
