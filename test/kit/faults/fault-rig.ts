import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MarketName } from '../../../simulator/names.js';
import { Desk } from '../desk/desk.js';
import { ReturningListener } from '../events/returning-listener.js';
import { Product } from '../product/product.js';
import type { RunningProduct } from '../product/running-product.js';
import type { ConformanceCell } from '../tables/conformance-table.js';
import type { FaultRow } from '../tables/fault-table.js';
import { FaultRun } from './fault-run.js';
import { ESSENTIAL_MARKETS } from './markets.js';

const FAULT_TIMEOUT_MS = 420_000;
/** A case is about what happens and not how fast, so that it may be slow on a busy machine. */
const CASE_TIMEOUT_MS = 900_000;
const CASE_WHOLE_WITHIN_MS = 300_000;

export type FaultBody = (desk: Desk, run: FaultRun) => Promise<void>;

export interface FaultRig {
  /** Returns the product once it runs. */
  readonly product: () => RunningProduct;
  /**
   * Registers a fault of one account, which runs beside others. Skipped if the market is not to be
   * tried.
   */
  fault(name: string, market: MarketName, body: FaultBody): void;
  /** Registers a fault that concerns everybody, and so runs alone. */
  lonelyFault(name: string, market: MarketName, body: FaultBody): void;
  /**
   * Registers a case that every exchange must pass, which runs beside others. At its end,
   * everything is compared.
   */
  conforms(cell: ConformanceCell, play: (desk: Desk) => Promise<void>): void;
  /** Registers the last test: everything that was whole must still be whole. */
  stillWhole(): void;
}

/** Starts the product for a file of faults, listens to it throughout, and stops it at the end. */
export function faultRig(
  group: string,
  start: () => Promise<RunningProduct> = () => Product.start(),
  markets: readonly MarketName[] = ESSENTIAL_MARKETS,
): FaultRig {
  let product: RunningProduct | undefined;
  let listener: ReturningListener | undefined;
  const wholeDesks: Desk[] = [];
  // In a process of the product, an uncaught error would have ended the process.
  const uncaught: unknown[] = [];
  const note = (error: unknown): number => uncaught.push(error);
  const running = (): RunningProduct => {
    if (!product) throw new Error('the product is not started yet');
    return product;
  };
  const runOf = (row: FaultRow, desks: Desk[], withinMs?: number): FaultRun => {
    if (!listener) throw new Error('nobody listens yet');
    return new FaultRun(row, desks, listener, withinMs);
  };
  const wasWhole = (desk: Desk): void => {
    wholeDesks.push(desk);
    expect(uncaught.splice(0), 'errors that nobody caught').toEqual([]);
  };
  beforeAll(async () => {
    process.on('uncaughtExceptionMonitor', note);
    product = await start();
    const { edge, venue } = product;
    listener = new ReturningListener(() => edge.origin, edge.tokens.viewer);
    await venue.leaveToTest(markets);
  }, 1_200_000); // a machine without Temporal's CLI builds it first
  afterAll(async () => {
    listener?.close();
    await product?.close();
    process.off('uncaughtExceptionMonitor', note);
  }, 60_000);

  const test = (register: typeof it, name: string, market: MarketName, body: FaultBody): void => {
    if (!markets.includes(market)) return;
    register(
      name,
      async ({ task }) => {
        const row = (task.meta.fault = { group, fault: name });
        const desk = await Desk.open(running(), market);
        await body(desk, runOf(row, [desk]));
        wasWhole(desk);
      },
      FAULT_TIMEOUT_MS,
    );
  };
  return {
    product: running,
    fault: (...args) => test(it.concurrent as typeof it, ...args),
    lonelyFault: (...args) => test(it, ...args),
    conforms: (cell, play) =>
      it.concurrent(
        cell.market,
        async ({ task }) => {
          task.meta.conformance = cell;
          const desk = await Desk.open(running(), cell.market);
          const run = runOf({ group, fault: cell.name }, [desk], CASE_WHOLE_WITHIN_MS);
          await play(desk);
          run.over();
          await run.expectWhole();
          wasWhole(desk);
        },
        CASE_TIMEOUT_MS,
      ),
    stillWhole: () =>
      it('all of it together, at the end', async ({ task }) => {
        const row = (task.meta.fault = { group, fault: task.name });
        expect(wholeDesks.length, 'accounts that were whole').toBeGreaterThan(0);
        const run = runOf(row, wholeDesks);
        run.over();
        await run.expectWhole();
      }),
  };
}
