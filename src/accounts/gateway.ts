import type { Database } from '../../drizzle/database.js';
import type { ExchangeAccount, ExchangeRest } from '../exchange/exchange.js';
import { isBackgroundPostponed } from '../exchange/kit/limits/rate-budget.js';
import { openRest } from '../exchange/registry.js';
import type { Secret } from '../observability/secret.js';
import { findAccount, type StoredAccount } from './accounts.js';

/** Thrown when a workflow names an account that no longer exists. */
export class AccountNotFound extends Error {
  constructor(accountId: number) {
    super(`account ${accountId} does not exist or was removed`);
    this.name = 'AccountNotFound';
  }
}

/** Makes `undefined` of that error, for `catch`, and throws any other. */
export function noAccount(error: unknown): undefined {
  if (!(error instanceof AccountNotFound)) throw error;
}

/** How long an account is used before the table is read again to see whether it has changed. */
const FRESH_FOR_MS = 3_000;
/** After this many intervals without a comparison, comparing counts as not working. */
const SYNCS_MISSED = 2;
/** The same while comparisons are held back because of the exchange's limits. */
const SYNCS_POSTPONED = 12;

interface Entry {
  readonly rest: ExchangeRest;
  account: StoredAccount;
  checkedAt: number;
}

/** Gives activities access to an account's exchange. Workflows know accounts only by number. */
export class ExchangeGateway {
  readonly #entries = new Map<number, Entry>();

  constructor(
    private readonly db: Database,
    private readonly key: Secret<Buffer>,
    private readonly options: { readTimeoutMs: number; syncIntervalMs: number },
  ) {}

  /** @throws AccountNotFound */
  async restFor(accountId: number): Promise<ExchangeRest> {
    return (await this.#entry(accountId)).rest;
  }

  /** @throws AccountNotFound */
  async accountFor(accountId: number): Promise<ExchangeAccount> {
    return (await this.#entry(accountId)).account;
  }

  /**
   * Returns whether the account's open orders are compared as often as they should be, so that an
   * order need not ask the exchange itself. One comparison may fail or be slow. While the limits
   * make comparisons take turns, orders that asked for themselves would leave even less room for
   * them.
   *
   * @throws AccountNotFound
   */
  async isSynced(accountId: number): Promise<boolean> {
    const { account, checkedAt } = await this.#entry(accountId);
    if (account.syncedAgoMs === null) return false;
    const agoMs = account.syncedAgoMs + (Date.now() - checkedAt);
    const missed = isBackgroundPostponed(account) ? SYNCS_POSTPONED : SYNCS_MISSED;
    return agoMs < missed * this.options.syncIntervalMs;
  }

  async #entry(accountId: number): Promise<Entry> {
    const known = this.#entries.get(accountId);
    if (known && Date.now() - known.checkedAt < FRESH_FOR_MS) return known;
    const account = await findAccount(this.db, this.key, accountId);
    if (!account) {
      this.#entries.delete(accountId);
      throw new AccountNotFound(accountId);
    }
    if (known?.account.updatedAt === account.updatedAt) {
      known.account = account;
      known.checkedAt = Date.now();
      return known;
    }
    const entry = { account, rest: openRest(account, this.options), checkedAt: Date.now() };
    this.#entries.set(accountId, entry);
    return entry;
  }
}
