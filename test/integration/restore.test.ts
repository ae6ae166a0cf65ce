import { expect, it } from 'vitest';
import { eventually } from '../kit/eventually.js';
import { useRestoreStage, type RestoreStage } from '../kit/restore/rehearse.js';

let stage: RestoreStage;

useRestoreStage({}, (opened) => (stage = opened));

it('trades nothing twice on any market when alerts come again right after a restore', async () => {
  const { product } = stage;
  const sse = await product.listen();
  const rehearsals = await stage.tradeAndRestore();
  await Promise.all(rehearsals.map((each) => each.repeatAlerts()));
  await Promise.all(rehearsals.map((each) => each.expectWhole()));
  await eventually('listeners to be told to read everything anew', () =>
    sse.events.some(({ type }) => type === 'resync'),
  );
  const alerts = await product.sql`select 1 from alerts where code = 'DATABASE_RESTORED'`;
  expect(alerts.length, 'accounts whose operator was told').toBeGreaterThanOrEqual(6);
  sse.close();
}, 300_000);

it('records what was lost under its own name although accounts are compared before the sweep', async () => {
  const { product } = stage;
  const rehearsals = await stage.tradeAndRestore(async (putBack) => {
    // Only the sweep's workflow has seen what came after the backup, once nobody else runs.
    await stage.swept(1, () => Promise.resolve());
    for (const role of ['stream', 'worker'] as const) await product.end(role);
    await putBack();
    for (const role of ['worker', 'stream'] as const) await product.run(role);
    await stage.compared();
  });
  await Promise.all(rehearsals.map((each) => each.repeatAlerts()));
  await Promise.all(rehearsals.map((each) => each.expectWhole()));
}, 300_000);
