import { expect, it } from 'vitest';
import { ACCOUNTS } from '../../../kit/chaos/accounts-plan.js';
import { EXCHANGE_FAULTS } from '../../../chaos/faults/exchange-faults.js';
import { MACHINE_FAULTS } from '../../../chaos/faults/machine-faults.js';
import { MENU } from '../../../chaos/faults/menu.js';
import { planRun } from '../../../kit/chaos/plan.js';
import { ORDER_KINDS } from '../../../kit/chaos/plan-orders.js';
import { compare, add } from '../../../../src/domain/decimal.js';
import { FAULTS } from '../../../../simulator/faults/catalogue.js';
import { schemas } from '../../../../simulator/control/schemas.js';

const plan = planRun(1, 5, MENU);

it('plans the same for the same seed and minutes', () => {
  expect(planRun(1, 5, MENU)).toEqual(plan);
});

it('plans something else for another seed', () => {
  const other = planRun(2, 5, MENU);
  expect(other.orders.map(({ order }) => order)).not.toEqual(plan.orders.map(({ order }) => order));
  expect(other.faults.map(({ name }) => name)).not.toEqual(plan.faults.map(({ name }) => name));
});

it('plans over 300 orders of every kind and over 30 faults in five minutes', () => {
  expect(plan.orders.length).toBeGreaterThan(330); // some are refused, and never reach the exchange
  expect(plan.faults.length).toBeGreaterThan(30);
  expect(new Set(plan.orders.map(({ kind }) => kind))).toEqual(new Set(ORDER_KINDS));
  expect(new Set(plan.orders.map(({ account }) => account)).size).toBe(ACCOUNTS.length);
});

it('plans every fault in five minutes, and each within the time for faults', () => {
  const names = new Set(plan.faults.map(({ name }) => name));
  const menu = [...Object.keys(EXCHANGE_FAULTS), ...Object.keys(MACHINE_FAULTS)];
  expect(menu.filter((name) => !names.has(name))).toEqual([]);
  expect(plan.faults.every(({ atMs }) => atMs > 0 && atMs < plan.chaosMs)).toBe(true);
});

it('uses every switch of the exchange', () => {
  const used = new Set(
    plan.faults.flatMap((planned) =>
      planned.where === 'exchange' ? [planned.fault.body['name']] : [],
    ),
  );
  expect(Object.keys(FAULTS).filter((name) => !used.has(name))).toEqual([]);
});

it('switches nothing on that has no end', () => {
  for (const planned of plan.faults) {
    if (planned.where !== 'exchange' || planned.fault.path !== 'faults') continue;
    const { times, forMs } = schemas.fault.parse(planned.fault.body);
    expect(times ?? forMs, planned.name).toBeDefined();
  }
});

it('never fills more of an order than there is', () => {
  for (const { id, order, steps } of plan.orders) {
    const filled = add('0', ...steps.map(({ quantity }) => quantity ?? '0'));
    expect(compare(filled, String(order['quantity'])), id).toBeLessThanOrEqual(0);
  }
});
