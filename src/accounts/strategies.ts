import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../drizzle/database.js';
import { accounts, strategies } from '../../drizzle/schema.js';
import { statement } from '../../drizzle/statement.js';
import type { MarketType } from '../domain/order.js';
import type { Secret } from '../observability/secret.js';
import { decrypt, encrypt } from './encryption.js';

/** A strategy, with what is needed to accept an order of it. */
export interface Strategy {
  readonly id: number;
  readonly name: string;
  readonly paused: boolean;
  readonly tokenHash: string;
  readonly signingSecret: string;
  readonly account: {
    readonly id: number;
    readonly name: string;
    readonly exchange: string;
    readonly marketType: MarketType;
    readonly restUrl: string | null;
    readonly streamUrl: string | null;
    readonly removedAt: string | null;
  };
}

/** A strategy's secrets. They are shown once, when they are created. */
export interface StrategySecrets {
  readonly token: string;
  /** The secret for Standard Webhooks signatures. */
  readonly signingSecret: string;
}

/** Creates random secrets for a strategy. */
export function newStrategySecrets(): StrategySecrets {
  return {
    token: `ftw_${randomBytes(24).toString('base64url')}`,
    signingSecret: `whsec_${randomBytes(24).toString('base64')}`,
  };
}

/**
 * Stores a strategy. Its token is stored only as a hash.
 *
 * @throws Error when the account does not exist, or the name is taken
 */
export async function addStrategy(
  db: Database,
  key: Secret<Buffer>,
  strategy: { name: string; accountId: number },
  secrets: StrategySecrets,
): Promise<{ id: number; name: string; accountId: number }> {
  const [account] = await db
    .select({ id: accounts.id, removedAt: accounts.removedAt })
    .from(accounts)
    .where(eq(accounts.id, strategy.accountId));
  if (!account || account.removedAt !== null) {
    throw new Error(`account must exist, was ${strategy.accountId}; see \`account list\``);
  }
  const [row] = await db
    .insert(strategies)
    .values({
      ...strategy,
      tokenHash: hashToken(secrets.token),
      signingSecret: encrypt(secrets.signingSecret, key),
    })
    .onConflictDoNothing()
    .returning({ id: strategies.id, name: strategies.name, accountId: strategies.accountId });
  if (!row) throw new Error(`strategy name must be free, was "${strategy.name}"`);
  return row;
}

/** Gives a strategy a new token and signing secret. The previous ones become invalid at once. */
export async function replaceStrategySecrets(
  db: Database,
  key: Secret<Buffer>,
  strategyId: number,
  secrets: StrategySecrets,
): Promise<void> {
  await db
    .update(strategies)
    .set({
      tokenHash: hashToken(secrets.token),
      signingSecret: encrypt(secrets.signingSecret, key),
    })
    .where(eq(strategies.id, strategyId));
}

/**
 * Pauses a strategy, or lets it trade again.
 *
 * @param nameOrId a name takes precedence over an id, since a name may be a number
 * @throws Error when there is no such strategy
 */
export async function setStrategyPaused(
  db: Database,
  nameOrId: string,
  paused: boolean,
): Promise<{ id: number; name: string; paused: boolean }> {
  const known = await db.select({ id: strategies.id, name: strategies.name }).from(strategies);
  const found =
    known.find(({ name }) => name === nameOrId) ?? known.find(({ id }) => String(id) === nameOrId);
  const [changed] = found
    ? await db
        .update(strategies)
        .set({ paused })
        .where(eq(strategies.id, found.id))
        .returning({ id: strategies.id, name: strategies.name, paused: strategies.paused })
    : [];
  if (!changed) throw new Error(`strategy must exist, was "${nameOrId}"; see \`strategy list\``);
  return changed;
}

const selectStrategy = statement('find_strategy', (db) =>
  db
    .select()
    .from(strategies)
    .innerJoin(accounts, eq(strategies.accountId, accounts.id))
    .where(eq(strategies.name, sql.placeholder('name'))),
);

/** Returns a strategy by name, or `undefined`. */
export async function findStrategy(db: Database, name: string): Promise<Strategy | undefined> {
  const [row] = await selectStrategy(db, { name });
  return (
    row && {
      id: row.strategies.id,
      name: row.strategies.name,
      paused: row.strategies.paused,
      tokenHash: row.strategies.tokenHash,
      signingSecret: row.strategies.signingSecret,
      account: row.accounts,
    }
  );
}

/**
 * Returns whether a token belongs to a strategy, in constant time. An unknown strategy takes as
 * long.
 */
export function isTokenOf(strategy: Strategy | undefined, token: string): boolean {
  const expected = Buffer.from(strategy?.tokenHash ?? hashToken(''), 'hex');
  const same = timingSafeEqual(Buffer.from(hashToken(token), 'hex'), expected);
  return same && strategy !== undefined && token !== '';
}

/** Returns the secret with which a strategy's Standard Webhooks signatures are made. */
export function signingSecretOf(strategy: Strategy, key: Secret<Buffer>): string {
  return decrypt(strategy.signingSecret, key);
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
