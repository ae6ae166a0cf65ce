import { AccountNotFound } from '../../src/accounts/gateway.js';
import { raiseAlert } from '../../src/alerts/raise-alert.js';
import { moveCursor } from '../../src/books/trade-cursors.js';
import { AlertCode } from '../../src/domain/alert.js';
import type { ScanReport } from '../../src/domain/scan-report.js';
import type { ExchangeRest } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import { marketsToScan, type ScannedMarket } from '../../src/queries/scanned-markets.js';
import { unrecordedFills } from '../../src/queries/unrecorded-fills.js';
import type { Dependencies } from '../dependencies.js';
import { apart } from '../apart.js';
import { settleLeftovers } from './settle-leftovers.js';

export interface ScanFillsInput {
  readonly accountId: number;
}

/**
 * How long a step reads. The account's open orders are compared between two steps, so a list of any
 * length never delays the comparisons by more.
 */
const READ_FOR_MS = 4_000;

/** How a market's list was read: to its end, until the time was over, or not at all. */
type Reading = 'whole' | 'in part' | ExchangeFailure;

/**
 * Reads the account's list of fills, market by market, from where it was last compared. For a fill
 * that is not recorded, an order of ours is looked at again and an order from outside is adopted.
 * The comparison of open orders cannot do this: an order may be placed and filled while its stream
 * messages are lost.
 *
 * The cursor moves page by page, with what was missing beside it, so that a step that ends early,
 * for whatever reason, is continued by the next one.
 */
export async function scanFills(
  deps: Dependencies,
  { accountId }: ScanFillsInput,
): Promise<ScanReport> {
  const enoughAt = Date.now() + READ_FOR_MS;
  try {
    const exchange = await deps.gateway.restFor(accountId);
    const markets = await readMarkets(deps, exchange, accountId, enoughAt);
    // Whatever the lists were like, what is known to be missing is looked at.
    const leftovers = await settleLeftovers(deps, exchange, accountId);
    const pauseMs = Math.max(markets.pauseMs ?? 0, leftovers.pauseMs ?? 0);
    const hasMore = markets.hasMore || leftovers.hasMore;
    return { hasMore, ...(pauseMs > 0 ? { pauseMs } : {}) };
  } catch (error) {
    if (error instanceof AccountNotFound) return { hasMore: false };
    throw error;
  }
}

async function readMarkets(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  enoughAt: number,
): Promise<ScanReport> {
  let hasMore = false;
  for (const market of await marketsToScan(deps.db, accountId)) {
    if (Date.now() > enoughAt) return { hasMore: true };
    const reading = await readMarket(deps, exchange, accountId, market, enoughAt);
    if (reading instanceof ExchangeFailure && reading.origin === 'paused') {
      return { hasMore: true, pauseMs: reading.details.retryAfterMs ?? 0 };
    }
    if (reading === 'in part') hasMore = true;
  }
  return { hasMore };
}

/** Reads one market's list. A list that cannot be read does not keep the others from being read. */
async function readMarket(
  deps: Dependencies,
  exchange: ExchangeRest,
  accountId: number,
  { symbol, from }: ScannedMarket,
  enoughAt: number,
): Promise<Reading> {
  let [reached, isWhole] = [from, true];
  const step = { activity: 'scanTrades', accountId, subject: symbol };
  const problems: string[] = [];
  const pages = exchange.accountFillPages(symbol, from, (problem) => problems.push(problem));
  const failure = await apart(deps, step, async () => {
    for await (const page of pages) {
      const last = page.at(-1);
      if (last) {
        // Pages from before the mark are looked at, too: some fills are listed late.
        if (last.executedAt >= reached.executedAt) reached = last;
        const missing = await unrecordedFills(deps.db, accountId, symbol, page);
        await moveCursor(deps.db, { accountId, symbol }, reached, missing);
      }
      isWhole = Date.now() <= enoughAt;
      if (!isWhole) break;
    }
    if (problems.length > 0) {
      await tellUnreadable(deps, accountId, symbol, problems);
      throw new ExchangeFailure([...new Set(problems)].join('; '), 'unreadable');
    }
  });
  // Also a market without news has had its turn, and one whose list cannot be read.
  await moveCursor(deps.db, { accountId, symbol }, reached);
  if (failure instanceof ExchangeFailure) return failure;
  return isWhole ? 'whole' : 'in part';
}

/** The list goes on behind them, so nobody will come across them again. */
async function tellUnreadable(
  deps: Dependencies,
  accountId: number,
  symbol: string,
  problems: readonly string[],
): Promise<void> {
  const [first = ''] = problems;
  await raiseAlert(deps.db, {
    accountId,
    clientOrderId: null,
    code: AlertCode.FILL_NOT_PROCESSED,
    subject: `${symbol} ${first}`.slice(0, 300),
    message: `${problems.length} entries in the list of fills of ${symbol} cannot be read, and their fills are not counted unless something else reports them: ${first}. Compare it with the exchange's own page`,
  });
}
