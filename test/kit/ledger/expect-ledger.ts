import { expect } from 'vitest';
import { compareAccount } from '../../../src/demo/compare-ledger.js';
import { readRecords } from '../../../src/demo/database-side.js';
import type { VenueLedger } from '../../../src/demo/venue-control.js';
import type { Desk } from '../desk/desk.js';
import type { Product } from '../product/product.js';
import { linesOfDifferences, linesOfUnplainFigures } from './differences.js';

/** Compares the exchange's ledger with every table, for every desk of a product. */
export async function expectLedgerEqualsDatabase(product: Product): Promise<void> {
  for (const desk of Object.values(product.desks)) {
    await expectLedgerEqualsTables(desk, await desk.ledger());
  }
}

/**
 * Compares the exchange's ledger with every table, to the last decimal: that each fill is there
 * once, that each ended order has exactly one outcome, that each position is the fold of its
 * executions, and that every open order is really open.
 *
 * @throws an assertion's error with a line for each difference
 */
export async function expectLedgerEqualsTables(desk: Desk, ledger: VenueLedger): Promise<void> {
  const records = await readRecords(desk.product.db, desk.accountId);
  const rows = compareAccount(records, ledger, desk.plan);
  const lines = [...linesOfDifferences(rows), ...linesOfUnplainFigures(rows)];
  expect(lines, `${desk.market}: the tables against the exchange's ledger`).toEqual([]);
}
