import { AccountNotFound } from '../../src/accounts/gateway.js';
import { markSynced } from '../../src/accounts/mark-synced.js';
import type { OpenOrder } from '../../drizzle/schema.js';
import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { notePresent } from '../../src/books/missing-orders.js';
import { AlertCode } from '../../src/domain/alert.js';
import { compareOpenOrders } from '../../src/domain/compare-open-orders.js';
import type { SyncReport } from '../../src/domain/sync-report.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { openOrdersOf } from '../../src/queries/open-orders.js';
import { adoptOrder } from './adopt-order.js';
import { apart } from '../apart.js';
import { confirmEnded } from './confirm-ended.js';
import type { Dependencies } from '../dependencies.js';
import { recoverLost } from '../restore/recover-lost.js';
import { mayBeLost } from '../restore/may-be-lost.js';
import { wakeAll } from './wake-orders.js';
import { tellStillOpen } from './tell-still-open.js';
import { replaceInferred } from './replace-inferred.js';

export interface SyncAccountInput {
  readonly accountId: number;
  /** How long the account has not been compared. The operator is alerted when this grows long. */
  readonly failingForMs: number;
}

/**
 * How many orders of each kind a report names. It is stored in the workflow's history, which limits
 * the size of a payload.
 */
const MOST_NAMED = 1_000;
/** A minute of failures is more than a hiccup. */
const ALERT_AFTER_MS = 60_000;

/**
 * Compares the exchange's open orders with ours, in one call. Adopts those that only the exchange
 * has, and wakes the workflows of those that only we have or whose filled quantity differs. Streams
 * replay nothing; this finds what was missed.
 */
export async function syncAccount(
  deps: Dependencies,
  { accountId, failingForMs }: SyncAccountInput,
): Promise<SyncReport> {
  try {
    return await sync(deps, accountId);
  } catch (error) {
    if (error instanceof AccountNotFound) return { ...nothing, isRemoved: true };
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, accountId }, 'open orders not compared');
    if (failingForMs > ALERT_AFTER_MS) await alert(deps, accountId, error.message);
    const { retryAfterMs } = error.details;
    const isPostponed = error.origin === 'paused' && retryAfterMs !== undefined;
    return {
      ...nothing,
      problem: error.message,
      ...(isPostponed ? { postponedForMs: retryAfterMs } : {}),
    };
  }
}

const nothing: SyncReport = { inserted: [], updated: [], resolved: [] };

async function sync(deps: Dependencies, accountId: number): Promise<SyncReport> {
  const exchange = await deps.gateway.restFor(accountId);
  // Before anything is adopted, so that what was ours keeps its name.
  await recoverLost(deps, exchange, accountId);
  // Our side is read first, so that an order placed in between does not seem to be missing.
  const ours = await openOrdersOf(deps.db, accountId);
  const symbols = [...new Set(ours.map((order) => order.symbol))];
  const listedAt = performance.now();
  const theirs = await exchange.fetchOpenOrders(symbols, (problem) => {
    // If it is ours, it now counts as missing, and so its workflow asks for it itself.
    deps.log.error({ accountId, problem }, 'an open order is unreadable, and not compared');
  });
  const { onlyTheirs, onlyOurs, differing } = compareOpenOrders(ours, theirs);
  const inserted: string[] = [];
  for (const order of onlyTheirs) {
    const step = { activity: 'adoptOrder', accountId, subject: order.exchangeOrderId };
    await apart(deps, step, async () => {
      // A restore that is noticed only now has asked for another comparison.
      if (await mayBeLost(deps, accountId)) return;
      const adopted = await adoptOrder(deps, accountId, order);
      if (adopted !== undefined) inserted.push(adopted);
    });
  }
  await tellStillOpen(deps, accountId, onlyTheirs, listedAt);
  await notePresent(deps.db, accountId, listedAgain(ours, onlyOurs));
  await wakeAll(deps, accountId, [...onlyOurs, ...differing], 'sync');
  await markSynced(deps.db, accountId);
  await replaceInferred(deps, exchange, accountId);
  await confirmEnded(deps, exchange, accountId);
  const [updated, resolved] = [differing.slice(0, MOST_NAMED), onlyOurs.slice(0, MOST_NAMED)];
  return { inserted: inserted.slice(0, MOST_NAMED), updated, resolved };
}

/** Returns our orders that the exchange lists, although it had denied that it knew them. */
function listedAgain(
  ours: readonly Pick<OpenOrder, 'clientOrderId' | 'missingSince'>[],
  onlyOurs: readonly string[],
): string[] {
  const unlisted = new Set(onlyOurs);
  return ours
    .filter((order) => order.missingSince !== null && !unlisted.has(order.clientOrderId))
    .map((order) => order.clientOrderId);
}

/** Alerts the operator, once a day while it lasts. */
async function alert(deps: Dependencies, accountId: number, problem: string): Promise<void> {
  await raiseAlert(deps.db, {
    accountId,
    clientOrderId: null,
    code: AlertCode.SYNC_FAILING,
    subject: new Date().toISOString().slice(0, 10),
    message: `the open orders of account ${accountId} have not been compared with the exchange's for over a minute: ${problem}. Where they can, orders ask one by one meanwhile`,
  });
}
