import { expect, it } from 'vitest';
import type { Desk } from '../kit/desk/desk.js';
import { placeOutside } from '../kit/desk/outside-order.js';
import { eventually } from '../kit/eventually.js';
import { backUp, restore } from '../kit/product/backup.js';
import type { Product } from '../kit/product/product.js';
import { useRestoreStage, type RestoreStage } from '../kit/restore/rehearse.js';

/** Those who remember. An edge notices only what they have noticed. */
const ROLES = ['worker', 'stream'] as const;

let stage: RestoreStage;

// The sweep's workflow has seen nothing of what was traded: the backup is newer than its marks.
useRestoreStage({ sweepIntervalMs: 3_600_000 }, (opened) => (stage = opened));

/** What the books have of an order before the backup, and after it. */
interface Lack {
  readonly what: string;
  before(desk: Desk, product: Product): Promise<string>;
  after(desk: Desk, clientOrderId: string, product: Product): Promise<unknown>;
}

const LACKS: readonly Lack[] = [
  {
    what: 'an order as a whole',
    before: () => Promise.resolve(''),
    after: (desk) => desk.rest(),
  },
  {
    what: 'the acceptance of an order',
    async before(desk, product) {
      await product.end('worker');
      return desk.alert(desk.limit);
    },
    async after(desk, clientOrderId, product) {
      await product.run('worker');
      await desk.stands(clientOrderId, 'NEW');
    },
  },
  {
    what: 'the end of an order',
    before: (desk) => desk.rest(),
    async after(desk, clientOrderId) {
      await desk.fill(clientOrderId);
      await desk.stands(clientOrderId, 'FILLED');
    },
  },
];

for (const lack of LACKS) {
  it(`notices a backup that lacks ${lack.what}, newer than all that is remembered, and no mere restart`, async () => {
    const { product } = stage;
    const desk = product.desks.spot;
    const clientOrderId = await lack.before(desk, product);
    const backup = await backUp(product.sql);
    await lack.after(desk, clientOrderId, product);

    const known = await epoch();
    await restart(() => Promise.resolve());
    // Nothing is adopted before the workflows were asked.
    await desk.stands(await placeOutside(desk, desk.limit), 'NEW');
    expect(await epoch(), 'after a mere restart').toBe(known);

    await restart(() => restore(product.sql, backup));
    await eventually('the restore to be noticed', async () => (await epoch()) > known);
    await stage.recovered();
  }, 300_000);
}

it('takes an order from outside for known whose outcome was deleted', async () => {
  const { product } = stage;
  const desk = product.desks.spot;
  const clientOrderId = await placeOutside(desk, desk.limit);
  await desk.stands(clientOrderId, 'NEW');
  await desk.cancel(clientOrderId);
  await stage.ended(desk.accountId, clientOrderId);
  const [failed] = await product.sql<{ id: string }[]>`
    select id from failed_orders where client_order_id = ${clientOrderId}`;
  const known = await epoch();
  const { edge } = product;
  const path = `/api/failed-orders/${failed?.id}`;
  const { status } = await edge.request('DELETE', path, { headers: edge.asOperator });
  expect(status, 'the answer to its removal').toBe(204);
  await restart(() => Promise.resolve());
  await desk.stands(await placeOutside(desk, desk.limit), 'NEW');
  expect(await epoch(), 'after a mere restart').toBe(known);
}, 300_000);

it('records what was lost when a backup newer than all that is remembered is restored while nobody runs who remembers', async () => {
  const { product } = stage;
  const rehearsals = await stage.tradeAndRestore(async (putBack) => {
    await restart(putBack);
    await stage.compared();
  });
  await Promise.all(rehearsals.map((each) => each.repeatAlerts()));
  await Promise.all(rehearsals.map((each) => each.expectWhole()));
  const alerts = await product.sql`select 1 from alerts where code = 'DATABASE_RESTORED'`;
  expect(alerts.length, 'accounts whose operator was told').toBeGreaterThanOrEqual(6);
}, 300_000);

async function epoch(): Promise<number> {
  const [row] = await stage.product.sql<{ epoch: number }[]>`select epoch from database_epoch`;
  return row?.epoch ?? 0;
}

async function restart(meanwhile: () => Promise<void>): Promise<void> {
  for (const role of ROLES.toReversed()) await stage.product.end(role);
  await meanwhile();
  for (const role of ROLES) await stage.product.run(role);
}
