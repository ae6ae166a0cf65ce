import { it, type RunnerTestCase } from 'vitest';
import type { Rehearsal } from '../kit/restore/rehearsal.js';
import { useRestoreStage, type RestoreStage } from '../kit/restore/rehearse.js';

const TIMEOUT_MS = 600_000;

let stage: RestoreStage;

useRestoreStage({ sweepIntervalMs: 5_000 }, (opened) => (stage = opened));

const repeatAll = (rehearsals: readonly Rehearsal[]) =>
  Promise.all(rehearsals.map((each) => each.repeatAlerts()));
const expectAllWhole = async (rehearsals: readonly Rehearsal[], task: RunnerTestCase) => {
  const row = (task.meta.fault = { group: 'restore', fault: task.name });
  await Promise.all(rehearsals.map((each) => each.expectWhole(row)));
};

it(
  'a restore, and alerts that come again and again through two sweeps',
  async ({ task }) => {
    const rehearsals = await stage.tradeAndRestore();
    await stage.swept(2, () => repeatAll(rehearsals));
    await expectAllWhole(rehearsals, task);
  },
  TIMEOUT_MS,
);

it(
  'a restore, and alerts that come again when all is recorded again without them',
  async ({ task }) => {
    const rehearsals = await stage.tradeAndRestore();
    await stage.recovered();
    await repeatAll(rehearsals);
    await expectAllWhole(rehearsals, task);
  },
  TIMEOUT_MS,
);

it(
  'a restore while no worker runs that remembers what was',
  async ({ task }) => {
    const { product } = stage;
    const rehearsals = await stage.tradeAndRestore(async (putBack) => {
      for (const role of ['stream', 'worker'] as const) await product.end(role);
      await putBack();
      for (const role of ['worker', 'stream'] as const) await product.run(role);
    });
    await repeatAll(rehearsals);
    await expectAllWhole(rehearsals, task);
  },
  TIMEOUT_MS,
);

it(
  'a restore while the worker is away, and alerts that come again before it is back',
  async ({ task }) => {
    const { product } = stage;
    const rehearsals = await stage.tradeAndRestore(async (putBack) => {
      await product.end('worker');
      await putBack();
    });
    await repeatAll(rehearsals);
    await product.run('worker');
    await expectAllWhole(rehearsals, task);
  },
  TIMEOUT_MS,
);
