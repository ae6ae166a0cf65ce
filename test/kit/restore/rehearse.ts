import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll } from 'vitest';
import { MARKET_NAMES } from '../../../simulator/names.js';
import { Desk } from '../desk/desk.js';
import { orderWorkflowId, SWEEP_WORKFLOW_ID } from '../../../src/domain/ids.js';
import { eventually } from '../eventually.js';
import { backUp, restore } from '../product/backup.js';
import { Product, type ProductOptions } from '../product/product.js';
import { Rehearsal } from './rehearsal.js';

const SWEPT_WITHIN_MS = 300_000;

/** A product with a desk on every market, whose database is put back to an older backup. */
export interface RestoreStage {
  readonly product: Product;
  /** Resolves when the sweep has run some times more, during `meanwhile` again and again. */
  swept(times: number, meanwhile: () => Promise<unknown>): Promise<void>;
  /** Resolves when every account has been compared with its exchange from now on. */
  compared(): Promise<void>;
  /** Resolves when every account has been compared since the latest restore was noticed. */
  recovered(): Promise<void>;
  /** Resolves when the workflow of an order has ended. */
  ended(accountId: number, clientOrderId: string): Promise<unknown>;
  /**
   * Trades on every market, with a backup in between, and restores that backup.
   *
   * @param around does the restore, and whatever else happens at that time
   */
  tradeAndRestore(around?: (putBack: () => Promise<void>) => Promise<void>): Promise<Rehearsal[]>;
}

/** Sets up the stage for all tests of a file. @param take receives it before the first test */
export function useRestoreStage(
  options: ProductOptions,
  take: (stage: RestoreStage) => void,
): void {
  const opened: { close(): Promise<unknown> }[] = [];
  beforeAll(async () => {
    const product = await Product.start({ ...options, isApart: true });
    opened.push(product);
    const connection = await Connection.connect({ address: product.config.temporalAddress ?? '' });
    opened.push(connection);
    const client = new Client({ connection, namespace: product.config.temporalNamespace });
    const sweep = client.workflow.getHandle(SWEEP_WORKFLOW_ID);
    await product.venue.leaveToTest(MARKET_NAMES);
    take({
      product,
      async swept(times, meanwhile) {
        // Each sweep is a step and a timer: three events and more.
        const { historyLength } = await sweep.describe();
        await eventually(
          `${times} sweeps`,
          async () => {
            await meanwhile();
            return (await sweep.describe()).historyLength >= historyLength + 5 * times;
          },
          SWEPT_WITHIN_MS,
        );
      },
      async compared() {
        const [now] = await product.sql<{ at: Date }[]>`select now() as at`;
        await eventually('every account to be compared', async () => {
          const behind = await product.sql`
            select 1 from accounts where synced_at is null or synced_at <= ${now?.at ?? null}`;
          return behind.length === 0;
        });
      },
      async recovered() {
        await eventually('every account to be compared since the restore', async () => {
          const behind = await product.sql`
            select 1 from accounts, database_epoch
            where accounts.epoch < database_epoch.epoch or database_epoch.epoch = 1`;
          return behind.length === 0;
        });
      },
      ended(accountId, clientOrderId) {
        return client.workflow.getHandle(orderWorkflowId(accountId, clientOrderId)).result();
      },
      async tradeAndRestore(around = (putBack) => putBack()) {
        const desks = await Promise.all(MARKET_NAMES.map((market) => Desk.open(product, market)));
        const rehearsals = desks.map((desk) => new Rehearsal(desk));
        await Promise.all(rehearsals.map((each) => each.beforeBackup()));
        const backup = await backUp(product.sql);
        await Promise.all(rehearsals.map((each) => each.afterBackup()));
        await around(async () => {
          await restore(product.sql, backup);
          for (const each of rehearsals) each.watch();
        });
        return rehearsals;
      },
    });
  }, 1_200_000); // a machine without Temporal's CLI builds it first
  afterAll(async () => {
    for (const each of opened.reverse()) await each.close();
  }, 60_000);
}
