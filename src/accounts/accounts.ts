import { and, eq, getTableColumns, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { millisecondsSince } from '../../drizzle/columns.js';
import type { Database } from '../../drizzle/database.js';
import { accounts } from '../../drizzle/schema.js';
import type { MarketType } from '../domain/order.js';
import type { Credentials, ExchangeAccount } from '../exchange/exchange.js';
import { registerSecrets } from '../observability/known-secrets.js';
import { Secret } from '../observability/secret.js';
import { decrypt, encrypt } from './encryption.js';

const credentialsSchema = z.object({ apiKey: z.string().min(1), secret: z.string().min(1) });

/** The data of a new account. A null URL means the exchange's own server. */
export interface NewAccount {
  readonly name: string;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly restUrl: string | null;
  readonly streamUrl: string | null;
  readonly credentials: Credentials;
}

/** The part of an account that may be shown. */
export interface AccountSummary {
  readonly id: number;
  readonly name: string;
  readonly exchange: string;
  readonly marketType: MarketType;
}

/**
 * Stores an account with encrypted credentials. An account of the same name and market gets the new
 * key and URLs, and is in use again if it was removed.
 *
 * @throws Error when the name belongs to an account of another market
 */
export async function addAccount(
  db: Database,
  key: Secret<Buffer>,
  account: NewAccount,
): Promise<AccountSummary> {
  const values = {
    ...account,
    credentials: encrypt(JSON.stringify(credentialsSchema.parse(account.credentials)), key),
    removedAt: null,
  };
  const [row] = await db
    .insert(accounts)
    .values(values)
    .onConflictDoUpdate({
      target: accounts.name,
      set: values,
      // Its history belongs to one market, so the market must not change.
      setWhere: and(
        eq(accounts.exchange, account.exchange),
        eq(accounts.marketType, account.marketType),
      )!,
    })
    .returning();
  if (!row) {
    throw new Error(
      `account name must be free, was "${account.name}", which names an account of another market`,
    );
  }
  return summarise(row);
}

/** Returns the accounts in use, oldest first. */
export async function listAccounts(
  db: Database,
): Promise<(AccountSummary & { restUrl: string | null; streamUrl: string | null })[]> {
  const rows = await db
    .select()
    .from(accounts)
    .where(isNull(accounts.removedAt))
    .orderBy(accounts.id);
  return rows.map((row) => ({
    ...summarise(row),
    restUrl: row.restUrl,
    streamUrl: row.streamUrl,
  }));
}

/** An account as the table has it, for code that acts on its behalf. */
export interface StoredAccount extends ExchangeAccount {
  readonly updatedAt: string;
  /**
   * How long ago its open orders were last compared, by the database's clock; `null` means never.
   */
  readonly syncedAgoMs: number | null;
}

/** Returns an account with its credentials, or `undefined` if it does not exist or was removed. */
export async function findAccount(
  db: Database,
  key: Secret<Buffer>,
  id: number,
): Promise<StoredAccount | undefined> {
  const [row] = await db
    .select({
      ...getTableColumns(accounts),
      syncedAgoMs: millisecondsSince(accounts.syncedAt),
    })
    .from(accounts)
    .where(and(eq(accounts.id, id), isNull(accounts.removedAt)));
  if (!row) return undefined;
  const credentials = credentialsSchema.parse(JSON.parse(decrypt(row.credentials, key)));
  // An exchange may echo them in its answers. From here on they are cut from whatever is shown.
  registerSecrets(credentials.apiKey, credentials.secret);
  return {
    ...summarise(row),
    restUrl: row.restUrl,
    streamUrl: row.streamUrl,
    credentials: new Secret(credentials),
    updatedAt: row.updatedAt,
    syncedAgoMs: row.syncedAgoMs,
  };
}

function summarise(row: typeof accounts.$inferSelect): AccountSummary {
  return { id: row.id, name: row.name, exchange: row.exchange, marketType: row.marketType };
}
