import type { Database } from '../../drizzle/database.js';
import { readSymbol, type SymbolStyle } from '../domain/symbol.js';
import { styleOf } from '../exchange/symbols.js';
import { COMPARED_KINDS, compareFacts, type ComparedRow } from './compared-rows.js';
import { databaseSide, readRecords, type AccountRecords } from './database-side.js';
import { ledgerSide } from './ledger-side.js';
import type { VenueControl, VenueFill, VenueLedger, VenueMarket } from './venue-control.js';

/*
 * The only comparison of a simulated exchange's ledger with the database, for the demo and for
 * every test that trades. It checks that each fill is there once, that each ended order has exactly
 * one outcome, that each position is the fold of the exchange's fills, that every open order is
 * really open, and that everything belongs to the strategy that asked for it. `verify` has a
 * comparison of its own, since it queries the exchange as any client does.
 */

/** An account of ours and the key under which the simulated exchange knows it. */
export interface LedgerAccount extends ExchangeHabits {
  readonly id: number;
  readonly market: VenueMarket;
  readonly apiKey: string;
}

/** How an exchange's reports differ from ours where both are right. */
export interface ExchangeHabits {
  /**
   * Fields of a fill that only some of the exchange's sources report. If the database has no value
   * for one of them, that is no difference.
   */
  readonly unreported?: readonly string[];
  /**
   * Some of the exchange's sources report the time of a fill to the second. What is recorded so
   * agrees, and counts for the order of the fills that positions fold.
   */
  readonly roundsTimes?: boolean;
  /** A market buy spends an amount: the quantity that was asked for is an estimate. */
  readonly buysByCost?: boolean;
}

export interface LedgerComparison {
  readonly rows: readonly ComparedRow[];
  /** How many rows have a difference. */
  readonly differences: number;
}

/** Compares everything that accounts ever did on the simulated exchange with our records. */
export async function compareLedger(
  db: Database,
  venue: VenueControl,
  compared: readonly LedgerAccount[],
): Promise<LedgerComparison> {
  const rows: ComparedRow[] = [];
  for (const account of compared) {
    const ledger = await venue.ledger(account.market, account.apiKey);
    rows.push(...compareAccount(await readRecords(db, account.id), ledger, account));
  }
  return { rows, differences: rows.filter(isDifference).length };
}

/** Compares one account's records with the exchange's ledger of that account. */
export function compareAccount(
  records: AccountRecords,
  ledger: VenueLedger,
  { unreported = [], roundsTimes = false, buysByCost = false }: ExchangeHabits,
): ComparedRow[] {
  const { account, strategyOf } = records;
  const style = styleOf(account.exchange);
  const fills = roundsTimes ? roundedAsRecorded(ledger.fills, records, style) : ledger.fills;
  const theirs = ledgerSide(
    { ...ledger, fills },
    {
      marketType: account.marketType,
      style,
      buysByCost,
      strategyOf,
    },
  );
  const known = new Set(ledger.orders.map(({ clientOrderId }) => clientOrderId));
  const ours = databaseSide(records, { buysByCost }, (id) => known.has(id));
  return COMPARED_KINDS.flatMap((kind) =>
    compareFacts(account.name, kind, theirs[kind], ours[kind], unreported),
  );
}

/** Returns fills with their times to the second, where that is how they are recorded. */
function roundedAsRecorded(
  fills: readonly VenueFill[],
  { executions }: AccountRecords,
  style: SymbolStyle,
): VenueFill[] {
  const recorded = new Set(
    executions.map(({ symbol, exchangeTradeId, executedAt }) =>
      [symbol, exchangeTradeId, Date.parse(executedAt)].join(),
    ),
  );
  return fills.map((fill) => {
    const second = fill.at - (fill.at % 1_000);
    const known = [readSymbol(fill.symbol, style), fill.exchangeTradeId, second].join();
    return recorded.has(known) ? { ...fill, at: second } : fill;
  });
}

export function isDifference({ differing }: ComparedRow): boolean {
  return differing.length > 0;
}
