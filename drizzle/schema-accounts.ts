import { boolean, integer, jsonb, pgTable, serial, text } from 'drizzle-orm/pg-core';
import type { MarketType } from '../src/domain/order.js';
import { instant, timestamps } from './columns.js';

/**
 * An exchange account: one market, one key. The row of a removed account stays, since the account's
 * history refers to it.
 */
export const accounts = pgTable('accounts', {
  id: serial('id').primaryKey(),
  name: text('name').notNull().unique(),
  exchange: text('exchange').notNull(),
  marketType: text('market_type').$type<MarketType>().notNull(),
  /** Replaces the exchange's REST origin; null means the real exchange. */
  restUrl: text('rest_url'),
  /** Replaces the URL of the private stream; null means the real exchange. */
  streamUrl: text('stream_url'),
  /** AES-256-GCM over `{"apiKey","secret"}`; see `src/accounts/encryption.ts`. */
  credentials: text('credentials').notNull(),
  removedAt: instant('removed_at'),
  /** When the open orders were last compared with the exchange's, by the database's clock. */
  syncedAt: instant('synced_at'),
  /** The database's epoch in which lost orders were last looked for. */
  epoch: integer('epoch').notNull().default(1),
  ...timestamps(),
});

/** A name that alerts carry, and the account that its orders go to. */
export const strategies = pgTable('strategies', {
  id: serial('id').primaryKey(),
  name: text('name').notNull().unique(),
  accountId: integer('account_id')
    .notNull()
    .references(() => accounts.id),
  /** SHA-256 of the webhook token, hex. */
  tokenHash: text('token_hash').notNull(),
  /** AES-256-GCM over the Standard Webhooks signing secret: verifying needs the secret itself. */
  signingSecret: text('signing_secret').notNull(),
  /** Not read yet: reserved for limits per strategy, such as a maximum quantity. */
  limits: jsonb('limits').notNull().default({}),
  paused: boolean('paused').notNull().default(false),
  ...timestamps(),
});
