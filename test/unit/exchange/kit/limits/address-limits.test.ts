import { describe, expect, it, vi } from 'vitest';
import {
  isBackgroundPostponed,
  rateBudgetOf,
} from '../../../../../src/exchange/kit/limits/rate-budget.js';
import { answer, ask, MINUTE, place, refusalOf, rulesOf, useNoon, weight } from './budgets.js';

useNoon();

describe('limits that were raised', () => {
  it('are asked for when they run short, and let go on at once', async () => {
    let limits = [weight];
    const renew = vi.fn(() => {
      limits = [{ ...weight, limit: 1_000 }];
      return Promise.resolve();
    });
    const budget = rateBudgetOf(place(), rulesOf({ limits: () => limits, renew }));
    answer(budget, 100);
    await ask(budget, 'order');
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('are asked for once a minute at most, by everybody together', async () => {
    const renew = vi.fn(() => Promise.reject(new Error('no answer')));
    const endpoints = place();
    const budgets = [1, 2].map((id) => rateBudgetOf({ ...endpoints, id }, rulesOf({ renew })));
    answer(budgets[0]!, 100);
    await Promise.all(budgets.map((budget) => refusalOf(ask(budget, 'order'))));
    await refusalOf(ask(budgets[0]!, 'order'));
    expect(renew).toHaveBeenCalledTimes(1);
  });
});

describe('isBackgroundPostponed', () => {
  it('holds until a moment after the time that a comparison was given', async () => {
    const endpoints = place();
    const budget = rateBudgetOf(endpoints, rulesOf());
    expect(isBackgroundPostponed(endpoints)).toBe(false);
    answer(budget, 80);
    await refusalOf(ask(budget, 'verify', { weight: 11 }));
    expect(isBackgroundPostponed(endpoints)).toBe(false);
    await refusalOf(ask(budget, 'background'));
    expect(isBackgroundPostponed(endpoints)).toBe(true);
    expect(isBackgroundPostponed(place())).toBe(false);
    vi.advanceTimersByTime(MINUTE + 5_000);
    expect(isBackgroundPostponed(endpoints)).toBe(false);
  });
});
