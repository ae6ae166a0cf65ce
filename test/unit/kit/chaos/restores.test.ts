import { expect, it } from 'vitest';
import { Restores } from '../../../kit/chaos/restores.js';

const restored = new Restores();
restored.add({ backupAt: 10_000, restoredAt: 15_000 });

it('counts an alert that was taken as new again after a restore had undone it once', () => {
  expect(restored.timesNew([12_000, 16_000])).toBe(1);
  expect(restored.timesNew([15_500, 30_000]), 'its answer was on its way').toBe(1);
  expect(restored.timesNew([12_000])).toBe(1);
});

it('counts an alert twice that no restore had undone', () => {
  expect(restored.timesNew([9_000, 40_000])).toBe(2);
  expect(restored.timesNew([12_000, 16_000, 40_000])).toBe(2);
  expect(new Restores().timesNew([12_000, 16_000])).toBe(2);
  expect(restored.timesNew([])).toBe(0);
});

it('is underway until a restore has ended, however that ends, and only once at a time', async () => {
  const restores = new Restores();
  let times = 0;
  const failing = restores.during(async () => {
    times += 1;
    await restores.during(() => Promise.resolve(void (times += 1)));
    expect(restores.isUnderway).toBe(true);
    throw new Error('as planned');
  });
  await expect(failing).rejects.toThrow('as planned');
  expect(times).toBe(1);
  expect(restores.isUnderway).toBe(false);
});
