import { setTimeout as sleep } from 'node:timers/promises';
import type { ExchangeRest } from '../exchange/exchange.js';
import { compareBook } from './compare-book.js';
import { compareFills } from './compare-fills.js';
import { compareOrders } from './compare-orders.js';
import { comparePositions } from './compare-positions.js';
import { differenceKey, type Difference } from './difference.js';
import { askExchange } from './exchange-side.js';
import type { Snapshot } from '../queries/snapshot.js';

/** An account whose exchange is asked. */
export interface VerifiedAccount {
  readonly id: number;
  readonly name: string;
  /** How long its exchange lists a fill, in milliseconds. `null` or no value means for ever. */
  readonly fillsListedForMs?: number | null;
}

/** How much of an account was compared with its exchange. */
export interface AccountComparison {
  readonly accountId: number;
  readonly account: string;
  readonly openOrders: number;
  /** Open orders of a kind that is not tracked. */
  readonly foreignOrders: number;
  readonly fills: number;
  /** Fills of orders that were never ours. They are counted, but are no difference. */
  readonly foreignFills: number;
  /** Executions that are too old for the exchange to list. */
  readonly tooOld: number;
}

/** An account whose exchange could not be asked. */
export interface UncomparedAccount {
  readonly accountId: number;
  readonly account: string;
  readonly reason: string;
}

/** The result of a verification. */
export interface Verification {
  readonly differences: readonly Difference[];
  /** What was recomputed from executions. */
  readonly recomputed: Readonly<
    Record<'executions' | 'positions' | 'trades' | 'openOrders', number>
  >;
  readonly compared: readonly AccountComparison[];
  readonly notCompared: readonly UncomparedAccount[];
}

/** What a verification works with. */
export interface VerificationParts {
  readSnapshot(): Promise<Snapshot>;
  /** The accounts to compare with their exchange. Without any, only the database is verified. */
  readonly accounts: readonly VerifiedAccount[];
  openRest(accountId: number): Promise<ExchangeRest>;
  /** The pauses before each further look at what differs. */
  readonly pausesMs: readonly number[];
}

/**
 * Pauses before further looks. Their sum is longer than news takes while a stream is down, so that
 * what is still on its way does not count as a difference.
 */
export const PATIENT_PAUSES_MS: readonly number[] = [500, 1_500, 4_000, 9_000];

/**
 * Recomputes positions and trades from executions, and compares executions and open orders with
 * what the exchanges list. A difference with an exchange counts only if it is still the same after
 * all pauses, because exchange and database cannot be read at the same moment.
 */
export async function verify(parts: VerificationParts): Promise<Verification> {
  const snapshot = await parts.readSnapshot();
  const looks: Look[] = [];
  for (const account of parts.accounts) looks.push(await lookAt(parts, account, snapshot));
  const settled = await lookAgain(parts, looks);
  const names = ['executions', 'positions', 'trades', 'openOrders'] as const;
  return {
    differences: [
      // Both sides are of the same moment, so none of these can be on its way.
      ...comparePositions(snapshot),
      ...compareOrders(snapshot),
      ...settled.flatMap((look) => (look.kind === 'compared' ? look.differences : [])),
    ],
    recomputed: Object.fromEntries(
      names.map((name) => [name, snapshot[name].length]),
    ) as Verification['recomputed'],
    compared: settled.flatMap((look) => (look.kind === 'compared' ? [look.compared] : [])),
    notCompared: settled.flatMap((look) => (look.kind === 'not_compared' ? [look.because] : [])),
  };
}

type Look = { readonly account: VerifiedAccount } & (
  | {
      readonly kind: 'compared';
      readonly differences: readonly Difference[];
      readonly compared: AccountComparison;
    }
  | { readonly kind: 'not_compared'; readonly because: UncomparedAccount }
);

async function lookAt(
  parts: VerificationParts,
  account: VerifiedAccount,
  snapshot: Snapshot,
): Promise<Look> {
  const { id: accountId, name } = account;
  try {
    const rest = await parts.openRest(accountId);
    const { openOrders, fills: reported } = await askExchange(rest, snapshot, accountId);
    const book = compareBook(snapshot, accountId, openOrders);
    const fills = compareFills(snapshot, accountId, reported, account.fillsListedForMs);
    return {
      account,
      kind: 'compared',
      differences: [...book.differences, ...fills.differences],
      compared: {
        accountId,
        account: name,
        openOrders: book.compared,
        foreignOrders: book.foreign,
        fills: fills.compared,
        foreignFills: fills.foreign,
        tooOld: fills.tooOld,
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { account, kind: 'not_compared', because: { accountId, account: name, reason } };
  }
}

/** Looks at the accounts that differ again, and keeps what is the same each time. */
async function lookAgain(parts: VerificationParts, first: readonly Look[]): Promise<Look[]> {
  let looks = [...first];
  for (const pauseMs of parts.pausesMs) {
    if (!looks.some(hasDifferences)) break;
    await sleep(pauseMs);
    const snapshot = await parts.readSnapshot();
    const next: Look[] = [];
    for (const look of looks) {
      next.push(
        hasDifferences(look) ? kept(look, await lookAt(parts, look.account, snapshot)) : look,
      );
    }
    looks = next;
  }
  return looks;
}

function hasDifferences(look: Look): boolean {
  return look.kind === 'compared' && look.differences.length > 0;
}

function kept(before: Look, after: Look): Look {
  if (before.kind !== 'compared' || after.kind !== 'compared') return after;
  const known = new Set(before.differences.map(differenceKey));
  const differences = after.differences.filter((difference) =>
    known.has(differenceKey(difference)),
  );
  return { ...after, differences };
}
