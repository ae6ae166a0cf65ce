import { describe, expect, it } from 'vitest';
import { limits as bithumbLimits } from '../../../../../src/exchange/bithumb/limits.js';
import { KoreanLimitRules, readRemaining } from '../../../../../src/exchange/kit/korean/limits.js';
import { limits as upbitLimits } from '../../../../../src/exchange/upbit/limits.js';
import { answered, failed, NOON } from '../limits/answers.js';

describe('the limits of Upbit and Bithumb', () => {
  const answeredWith = (text: string) => answered({ 'remaining-req': text });

  it.each([
    ['group=order; min=1800; sec=7', { group: 'order', left: 7 }],
    ['group=default;min=1799;sec=0', { group: 'default', left: 0 }],
    ['group=order; min=1800', null],
    ['sec=7', null],
    ['', null],
    [undefined, null],
  ])('name what is left: %s', (header, remaining) => {
    expect(readRemaining(header)).toEqual(remaining);
  });

  it('count an account’s groups by the second', () => {
    const upbit = new KoreanLimitRules(upbitLimits);
    expect(upbit.read(answeredWith('group=order; min=1800; sec=3'), NOON)).toEqual([
      {
        scope: 'account',
        group: 'order',
        windowMs: 1_000,
        limit: 8,
        used: 5,
        resetsAt: NOON + 1_000,
      },
    ]);
    expect(upbit.read(answeredWith('group=ticker; min=600; sec=9'), NOON)).toEqual([]);
  });

  it('show by what is left how much there is', () => {
    const upbit = new KoreanLimitRules(upbitLimits);
    const usedAt = (left: number) =>
      upbit.read(answeredWith(`group=order; min=1; sec=${left}`), NOON).map(({ used }) => used);
    expect(upbit.limits()).toMatchObject([{ group: 'order', limit: 8 }, { limit: 30 }, {}]);
    expect([usedAt(6), usedAt(11), usedAt(9), usedAt(0)]).toEqual([[2], [1], [3], [12]]);
    expect(upbit.limits()).toMatchObject([{ group: 'order', limit: 12 }, { limit: 30 }, {}]);
  });

  it('are as documented where no answer shows them', () => {
    const bithumb = new KoreanLimitRules(bithumbLimits);
    expect(bithumb.limits()).toMatchObject([
      { group: 'order', limit: 140 },
      { group: 'default', limit: 140 },
      { group: 'quotation', limit: 150, scope: 'address' },
    ]);
  });

  const order = { order: 1 };
  const quotation = { quotation: 1 };

  it.each([
    ['429', failed(429), order, { scope: 'account', groups: ['order'] }],
    [
      'too_many_requests',
      failed(400, 'too_many_requests'),
      order,
      { scope: 'account', groups: ['order'] },
    ],
    ['a block', failed(418), order, { scope: 'account', groups: 'all', usualMs: 60_000 }],
    ['429 for a price', failed(429), quotation, { scope: 'address', groups: ['quotation'] }],
    [
      'a block of prices',
      failed(418),
      quotation,
      { scope: 'address', groups: ['quotation'], usualMs: 60_000 },
    ],
    ['a bad request', failed(400, 'validation_error'), order, null],
  ])('want silence after %s where it must be', (_, failure, costs, silence) => {
    expect(new KoreanLimitRules(upbitLimits).silenceAfter(failure, costs)).toEqual(silence);
  });
});
