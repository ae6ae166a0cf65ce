import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireSetting } from '../../../src/config.js';
import { Product, type ProductOptions } from '../product/product.js';
import type { MarketName } from '../../../simulator/model.js';
import { ampleLimits, habitsOf, planOf } from '../desk/plans.js';
import type { ConformanceCell } from '../tables/conformance-table.js';
import { Desk, ESSENTIAL_MARKETS } from '../desk/desk.js';
import { EventListener } from '../events/returning-listener.js';
import { FaultRun } from './fault-run.js';
import { control, type RunningProduct } from '../product/running-product.js';

const FAULT_TIMEOUT_MS = 180_000;

export type FaultBody = (desk: Desk, run: FaultRun) => Promise<void>;

export interface FaultRig {
  /** The product, once it runs. */
  readonly product: () => RunningProduct;
  /** A fault of one account, beside others; none where the market is not one of those to be tried. */
  fault(name: string, market: MarketName, body: FaultBody): void;
  /** A fault that concerns everybody: on its own. */
  lonelyFault(name: string, market: MarketName, body: FaultBody): void;
  /** A case that every exchange must pass, beside others; everything is compared at its end. */
  conforms(cell: ConformanceCell, play: (desk: Desk) => Promise<void>): void;
  /** Registers the last test: whatever was whole is so still. */
  stillWhole(): void;
}

export interface RigProduct extends RunningProduct {
  close(): Promise<void>;
}

/** Starts the product for a file of faults, listens to it all along, and ends it. */
export function faultRig(
  group: string,
  start: () => Promise<RigProduct> = () => startProduct(),
  markets: readonly MarketName[] = ESSENTIAL_MARKETS,
): FaultRig {
  let product: RigProduct | undefined;
  let listener: EventListener | undefined;
  const wholeDesks: Desk[] = [];
  // What nobody catches would have ended a process of the product.
  const uncaught: unknown[] = [];
  const note = (error: unknown): number => uncaught.push(error);
  const running = (): RigProduct => {
    if (!product) throw new Error('the product is not started yet');
    return product;
  };
  beforeAll(async () => {
    process.on('uncaughtExceptionMonitor', note);
    product = await start();
    const { edge, viewerToken, venue } = product;
    listener = new EventListener(() => `${edge()}/api/sse/events`, viewerToken);
    await control(venue, 'movement', { mode: 'still' });
    for (const market of markets) {
      await control(venue, 'liquidity', {
        market,
        symbol: habitsOf(market).marketId(planOf(market).limit.symbol),
        mode: 'manual',
      });
      await control(venue, 'limits', { market, ...ampleLimits(market) });
    }
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
        if (!listener) throw new Error('nobody listens yet');
        await body(desk, new FaultRun(row, [desk], listener));
        wholeDesks.push(desk);
        expect(uncaught.splice(0), 'errors that nobody caught').toEqual([]);
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
          if (!listener) throw new Error('nobody listens yet');
          await play(desk);
          const run = new FaultRun({ group, fault: cell.name }, [desk], listener);
          run.over();
          await run.expectWhole();
          wholeDesks.push(desk);
          expect(uncaught.splice(0), 'errors that nobody caught').toEqual([]);
        },
        FAULT_TIMEOUT_MS,
      ),
    stillWhole: () =>
      it('all of it together, at the end', async ({ task }) => {
        const row = (task.meta.fault = { group, fault: task.name });
        if (!listener) throw new Error('nobody listens yet');
        expect(wholeDesks.length, 'accounts that were whole').toBeGreaterThan(0);
        const run = new FaultRun(row, wholeDesks, listener);
        run.over();
        await run.expectWhole();
      }),
  };
}

/** The whole product in this process. */
export async function startProduct(options: ProductOptions = {}): Promise<RigProduct> {
  const product = await Product.start(options);
  const { config, database, venue } = product;
  return {
    edge: () => product.origin,
    venue: venue.origin,
    viewerToken: requireSetting(config.viewerToken, 'VIEWER_TOKEN').reveal(),
    operatorToken: requireSetting(config.operatorToken, 'OPERATOR_TOKEN').reveal(),
    secretsKey: requireSetting(config.secretsKey, 'SECRETS_KEY'),
    db: database.db,
    sql: database.sql,
    close: () => product.close(),
  };
}
