import type { Database } from '../../drizzle/database.js';
import { styleOf } from '../exchange/symbols.js';
import { COMPARED_KINDS, compareFacts, type ComparedRow } from './compared-rows.js';
import { databaseSide, readRecords, type AccountRecords } from './database-side.js';
import { ledgerSide } from './ledger-side.js';
import type { VenueControl, VenueLedger, VenueMarket } from './venue-control.js';

/*
 * The one comparison of a simulated exchange's ledger with the database, for the demo and for every
 * test that trades: each fill once, each ended order with its one outcome, each position the fold
 * of the exchange's fills, no open order that is not open, each thing with the strategy that asked
 * for it. `verify` has its own, since it asks the exchange as any client does.
 */

/** An account of ours and the key under which the simulated exchange knows it. */
export interface LedgerAccount extends ExchangeHabits {
  readonly id: number;
  readonly market: VenueMarket;
  readonly apiKey: string;
}

/** Where an exchange's words cannot be compared with ours as they are. */
export interface ExchangeHabits {
  /**
   * Fields of a fill that the exchange reports by some roads only: where the database says nothing
   * of one, that is no difference.
   */
  readonly untold?: readonly string[];
  /** A market buy spends an amount: the quantity that was asked for is an estimate. */
  readonly buysByCost?: boolean;
}

export interface LedgerComparison {
  readonly rows: readonly ComparedRow[];
  /** How many rows have a difference. */
  readonly differences: number;
}

/** Compares everything that accounts ever did on the simulated exchange with what is recorded. */
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

/** Compares one account's records with the exchange's ledger of it. */
export function compareAccount(
  records: AccountRecords,
  ledger: VenueLedger,
  { untold = [], buysByCost = false }: ExchangeHabits,
): ComparedRow[] {
  const { account, strategyOf } = records;
  const theirs = ledgerSide(ledger, {
    marketType: account.marketType,
    style: styleOf(account.exchange),
    buysByCost,
    strategyOf,
  });
  const known = new Set(ledger.orders.map(({ clientOrderId }) => clientOrderId));
  const ours = databaseSide(records, { buysByCost }, (id) => known.has(id));
  return COMPARED_KINDS.flatMap((kind) =>
    compareFacts(account.name, kind, theirs[kind], ours[kind], untold),
  );
}

export function isDifference({ differing }: ComparedRow): boolean {
  return differing.length > 0;
}
