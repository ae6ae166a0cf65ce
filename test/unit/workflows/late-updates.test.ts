import { expect, it } from 'vitest';
import type { OrderUpdate } from '../../../src/domain/order.js';
import { LateUpdates } from '../../../workflows/late-updates.js';

const update = (exchangeOrderId: string) => ({ exchangeOrderId }) as OrderUpdate;

it('keeps what could not be applied for the next comparison, before what came meanwhile', () => {
  const late = new LateUpdates();
  late.hear([update('1'), update('2')]);
  expect(late.take()).toEqual([update('1'), update('2')]);
  late.postpone([update('2')]);
  expect(late.hasFresh).toBe(false);
  late.hear([update('3')]);
  expect(late.all).toEqual([update('2'), update('3')]);
  late.retry();
  expect(late.take()).toEqual([update('2'), update('3')]);
  expect(late.all).toEqual([]);
});

it('has what the run before left wait for the next comparison', () => {
  const late = new LateUpdates([update('1')]);
  expect(late.hasFresh).toBe(false);
  late.retry();
  expect(late.take()).toEqual([update('1')]);
});
