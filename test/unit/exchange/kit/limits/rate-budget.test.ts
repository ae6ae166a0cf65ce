import { describe, expect, it, vi } from 'vitest';
import { ExchangeFailure } from '../../../../../src/exchange/failure.js';
import type { Limit, LimitRules, Priority } from '../../../../../src/exchange/kit/limits/limits.js';
import { rateBudgetOf } from '../../../../../src/exchange/kit/limits/rate-budget.js';
import { NOON } from './answers.js';
import {
  answer,
  ask,
  MINUTE,
  orders,
  place,
  refusalOf,
  rulesOf,
  useNoon,
  weight,
} from './budgets.js';

useNoon();

describe('RateBudget', () => {
  it('stops the background first, then verification, and orders only at the very end', async () => {
    const budget = rateBudgetOf(place(), rulesOf());
    answer(budget, 68);
    expect(await refusalOf(ask(budget, 'background'))).toMatchObject({ origin: 'paused' });
    (await ask(budget, 'verify'))();
    answer(budget, 88);
    expect(await refusalOf(ask(budget, 'verify'))).toMatchObject({ origin: 'paused' });
    (await ask(budget, 'order'))();
    answer(budget, 98);
    const refusal = await refusalOf(ask(budget, 'order'));
    expect(refusal).toMatchObject({ origin: 'paused', details: { retryAfterMs: MINUTE } });
    expect(refusal.message).toBe(
      'somewhere GET something: not asked, ' +
        'since 98 of 100 (weight, 60 s) are used: not before 60 s',
    );
  });

  it('does not let a burst outrun the first answer', async () => {
    const budget = rateBudgetOf(place(), rulesOf());
    const burst = await Promise.allSettled(
      Array.from({ length: 200 }, () => ask(budget, 'verify')),
    );
    expect(burst.filter(({ status }) => status === 'fulfilled')).toHaveLength(22);
  });

  it('goes on when the window has passed', async () => {
    const budget = rateBudgetOf(place(), rulesOf());
    answer(budget, 100);
    const { details } = await refusalOf(ask(budget, 'verify'));
    vi.advanceTimersByTime(details.retryAfterMs ?? 0);
    await expect(ask(budget, 'verify')).resolves.toBeTypeOf('function');
  });

  it('shares among an address’s accounts what is counted by address', async () => {
    const endpoints = place();
    const [one, other] = [1, 2].map((id) => rateBudgetOf({ ...endpoints, id }, rulesOf()));
    answer(one!, 100);
    expect((await refusalOf(ask(other!, 'order'))).origin).toBe('paused');
    await ask(rateBudgetOf(place(), rulesOf()), 'order');
    await ask(rateBudgetOf({ ...endpoints, marketType: 'FUTURES' }, rulesOf()), 'order');
  });

  it('shares it among the markets, too, where the exchange counts them together', async () => {
    const endpoints = place();
    const rules = rulesOf({ countsMarketsTogether: true });
    answer(rateBudgetOf(endpoints, rules), 100);
    const other = rateBudgetOf({ ...endpoints, id: 2, marketType: 'FUTURES' }, rules);
    expect((await refusalOf(ask(other, 'order'))).origin).toBe('paused');
  });

  it('counts orders by account', async () => {
    const endpoints = place();
    const [one, other] = [1, 2].map((id) => rateBudgetOf({ ...endpoints, id }, rulesOf()));
    for (let count = 0; count < 5; count += 1) (await ask(one!, 'order', { orders: 1 }))();
    expect((await refusalOf(ask(one!, 'order', { orders: 1 }))).details.retryAfterMs).toBe(10_000);
    await ask(one!, 'order', { weight: 1 });
    await ask(other!, 'order', { orders: 1 });
  });

  it('remembers what was used when an account is opened anew', async () => {
    const endpoints = place();
    answer(rateBudgetOf(endpoints, rulesOf()), 100);
    await refusalOf(ask(rateBudgetOf(endpoints, rulesOf()), 'order'));
  });

  it('waits a short while instead of failing, the urgent first and in turn', async () => {
    const limits: Limit[] = [{ ...orders, group: 'order', windowMs: 1_000, limit: 2 }];
    const budget = rateBudgetOf(place(), rulesOf({ limits: () => limits }));
    vi.setSystemTime(NOON + 700);
    await Promise.all([ask(budget, 'order', { order: 1 }), ask(budget, 'order', { order: 1 })]);
    const went: string[] = [];
    const enter = (name: string, priority: Priority) =>
      ask(budget, priority, { order: 1 }).then(() => went.push(name));
    const refused = refusalOf(enter('read', 'verify'));
    const entered = [enter('first', 'order'), enter('second', 'order')];
    await vi.advanceTimersByTimeAsync(299);
    expect(went).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(went).toEqual(['first', 'second']);
    // No room for it in that window either, and it has waited long enough.
    expect((await refused).details.retryAfterMs).toBe(1_000);
    await Promise.all(entered);
  });

  it('lets go who waits when an answer shows that there is room', async () => {
    const limits = [{ ...weight, windowMs: 400 }];
    const budget = rateBudgetOf(
      place(),
      rulesOf({
        limits: () => limits,
        read: () => [{ ...limits[0]!, used: 1, resetsAt: Date.now() + 400 }],
      }),
    );
    const end = await ask(budget, 'order', { weight: 100 });
    const waiting = ask(budget, 'order', { weight: 50 });
    budget.onAnswer({ status: 200, headers: {}, path: '/' });
    end();
    await expect(waiting).resolves.toBeTypeOf('function');
    expect(Date.now()).toBe(NOON);
  });
});

const turnedAway = (retryAfterMs?: number) =>
  new ExchangeFailure('HTTP 429', 'answer', {
    httpStatus: 429,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
const ORDER = { priority: 'order' } as const;

describe('a pause that the exchange wants', () => {
  it('holds for every account of the address, as long as it says', async () => {
    const endpoints = place();
    const rules = rulesOf({}, { scope: 'address', groups: 'all' });
    const [one, other] = [1, 2].map((id) => rateBudgetOf({ ...endpoints, id }, rules));
    one!.learnFromFailure(turnedAway(30_000), ORDER);
    const refusal = await refusalOf(ask(other!, 'order'));
    expect(refusal.message).toMatch(/not asked, since the exchange wants a pause of 30 s more/);
    expect(refusal.details.retryAfterMs).toBe(30_000);
    vi.advanceTimersByTime(30_000);
    await ask(other!, 'order');
  });

  it('is for orders alone where only those were too many', async () => {
    const endpoints = place();
    const rules = rulesOf({}, { scope: 'account', groups: ['orders'] });
    const [one, other] = [1, 2].map((id) => rateBudgetOf({ ...endpoints, id }, rules));
    one!.learnFromFailure(turnedAway(30_000), ORDER);
    await refusalOf(ask(one!, 'order', { weight: 1, orders: 1 }));
    await ask(one!, 'order', { weight: 1 });
    await ask(one!, 'verify');
    await ask(other!, 'order', { weight: 1, orders: 1 });
  });

  it('without a length lasts until the full window ends', async () => {
    const budget = rateBudgetOf(place(), rulesOf({}, { scope: 'address', groups: 'all' }));
    vi.setSystemTime(NOON + 20_000);
    answer(budget, 99);
    budget.learnFromFailure(turnedAway(), ORDER);
    expect((await refusalOf(ask(budget, 'order'))).details.retryAfterMs).toBe(40_000);
  });

  it('without a length or a full window doubles until a call has succeeded', async () => {
    const budget = rateBudgetOf(place(), rulesOf({}, { scope: 'address', groups: 'all' }));
    const pauses: unknown[] = [];
    for (const hasSucceeded of [false, false, false, true]) {
      // An answer alone is no success: a rate limit may come with HTTP 200, too.
      answer(budget, 3);
      if (hasSucceeded) budget.learnFromSuccess();
      budget.learnFromFailure(turnedAway(), ORDER);
      const { details } = await refusalOf(ask(budget, 'order'));
      pauses.push(details.retryAfterMs);
      vi.advanceTimersByTime(details.retryAfterMs ?? 0);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 1_000]);
  });

  it('is no reason to ask for the limits', async () => {
    const renew = vi.fn(() => Promise.resolve());
    const rules = rulesOf({ renew }, { scope: 'address', groups: 'all' });
    const budget = rateBudgetOf(place(), rules);
    budget.learnFromFailure(turnedAway(30_000), ORDER);
    await refusalOf(ask(budget, 'order'));
    expect(renew).not.toHaveBeenCalled();
  });

  it('is no matter of failures without an answer', async () => {
    const budget = rateBudgetOf(place(), rulesOf({}, { scope: 'address', groups: 'all' }));
    budget.learnFromFailure(new ExchangeFailure('nothing came', 'no_answer'), ORDER);
    await ask(budget, 'order');
  });
});

describe('comparisons behind a crowded address', () => {
  /** Binance spot's own figures. */
  const spot: Limit = { ...weight, limit: 6_000 };
  const WEIGHT = 80;
  const INTERVAL_MS = 10_000;

  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Has accounts compare for some minutes, and returns when each did. */
  async function compare(accounts: number, minutes: number): Promise<number[][]> {
    const endpoints = place();
    const limits = [spot];
    let [used, minute] = [0, 0];
    const read: LimitRules['read'] = (_, now) => [
      { ...spot, used, resetsAt: now + MINUTE - (now % MINUTE) },
    ];
    const end = NOON + minutes * MINUTE;
    const made = Array.from({ length: accounts }, async (_, id) => {
      const budget = rateBudgetOf({ ...endpoints, id }, rulesOf({ limits: () => limits, read }));
      const times: number[] = [];
      await sleep(id);
      while (Date.now() < end) {
        try {
          const done = await ask(budget, 'background', { weight: WEIGHT });
          await sleep(30);
          if (Math.floor(Date.now() / MINUTE) !== minute) used = 0;
          minute = Math.floor(Date.now() / MINUTE);
          used += WEIGHT;
          expect(used, 'what the exchange counts').toBeLessThanOrEqual(6_000);
          budget.onAnswer({ status: 200, headers: {}, path: '/' });
          done();
          times.push(Date.now());
          await sleep(INTERVAL_MS);
        } catch (error) {
          if (!(error instanceof ExchangeFailure)) throw error;
          await sleep(error.details.retryAfterMs ?? 0);
        }
      }
      return times;
    });
    await vi.advanceTimersByTimeAsync(minutes * MINUTE + INTERVAL_MS + MINUTE);
    return Promise.all(made);
  }

  const longestGap = (times: readonly number[]): number =>
    Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));

  it('keep their interval while there is room for them', async () => {
    const made = await compare(8, 4);
    for (const times of made) expect(longestGap(times)).toBeLessThan(11_000);
  });

  it('take turns, each as often as the others, when there is not', async () => {
    const made = await compare(24, 10);
    // 24 x 80 at 3900 a minute: each every 29.5 s.
    const counts = made.map((times) => times.length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(19);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    // A burst began it, and the first minutes ended without room.
    for (const times of made) {
      const settled = times.filter((time) => time > NOON + 5 * MINUTE);
      expect(longestGap(settled)).toBeLessThan(31_000);
    }
  });
});
