import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, divide, multiply } from '../../../../../src/domain/decimal.js';
import { readOrder as readBithumb } from '../../../../../src/exchange/bithumb/messages.js';
import { parseFrame } from '../../../../../src/exchange/kit/frames.js';
import { toFills } from '../../../../../src/exchange/kit/korean/answers.js';
import { spreadFee } from '../../../../../src/exchange/kit/korean/fees.js';
import { orderAnswer } from '../../../../../src/exchange/kit/korean/wire.js';
import { readOrder as readUpbit } from '../../../../../src/exchange/upbit/messages.js';
import { bithumbFrame, bithumbOrder, trade, upbitFrame } from './fixtures.js';
import { strictHandlers } from '../../../../kit/exchange/handlers.js';

/** JSON whose numbers keep all their digits, as an exchange writes them. */
function withNumbers(frame: object, numbers: Readonly<Record<string, string>>): unknown {
  const fields = Object.entries({ ...frame, ...numbers }).map(([name, value]) => {
    const text = name in numbers ? String(value) : JSON.stringify(value);
    return `${JSON.stringify(name)}:${text}`;
  });
  return parseFrame('test', `{${fields.join(',')}}`, strictHandlers, 'as-text');
}

const scaled = (digits: number) => (units: number) => divide(String(units), String(10 ** digits));
const trades = fc.array(
  fc.record({
    price: fc.integer({ min: 1, max: 2_000_000_000 }).map(scaled(8)),
    volume: fc.integer({ min: 1, max: 2_000_000_000 }).map(scaled(8)),
  }),
  { minLength: 1, maxLength: 6 },
);
const rate = fc.integer({ min: 1, max: 5_000 }).map(scaled(6));

describe('fees of fills', () => {
  it('are the same by stream and by REST, however many fills REST has listed', () => {
    fc.assert(
      fc.property(trades, rate, (executed, charged) => {
        const funds = executed.map(({ price, volume }) => multiply(price, volume));
        const paid = funds.map((amount) => multiply(amount, charged));
        const wireTrades = executed.map(({ price, volume }, index) => ({
          ...trade,
          uuid: `t-${index}`,
          price,
          volume,
          funds: funds[index],
          created_at: new Date(1_700_000_000_000 + index * 1_000).toISOString(),
        }));
        executed.forEach(({ price, volume }, index) => {
          const so = { far: executed.slice(0, index + 1), paid: add(...paid.slice(0, index + 1)) };
          const totals = {
            executed_volume: add(...so.far.map((each) => each.volume)),
            paid_fee: so.paid,
          };
          const amount = add(...funds.slice(0, index + 1));
          const byUpbit = readUpbit(
            withNumbers(upbitFrame, { ...totals, price, volume, trade_fee: paid[index] ?? '' }),
            () => 'BTC/KRW',
          );
          const byBithumb = readBithumb(
            withNumbers(bithumbFrame, {
              paid_fee: so.paid,
              executed_amount: amount,
              trade_price: price,
              trade_quantity: volume,
              trade_amount: funds[index] ?? '',
            }),
            () => 'BTC/KRW',
          );
          const answer = { ...bithumbOrder, ...totals, trades: wireTrades.slice(0, index + 1) };
          const byRest = [amount, undefined].map((executed_funds) =>
            toFills(orderAnswer.parse({ ...answer, executed_funds }), 'BTC/KRW'),
          );
          expect(byUpbit?.fill?.fee).toBe(paid[index]);
          expect(byBithumb?.fill?.fee).toBe(paid[index]);
          for (const fills of byRest) {
            expect(fills.map(({ fee }) => fee)).toEqual(paid.slice(0, index + 1));
          }
        });
      }),
    );
  });

  it('add up to what was paid where they do not divide', () => {
    const fees = spreadFee(
      ['1', '1', '1'].map((funds) => ({ volume: '1', funds })),
      { paidFee: '1', executedVolume: '3', executedFunds: '3' },
    );
    expect(fees[0]).toMatch(/^0\.3{40}$/);
    expect(add(...fees)).toBe('1');
  });

  it('are not put upon the fills that are listed while others are not', () => {
    const part = { volume: '0.4', funds: '38' };
    const paid = { paidFee: '1', executedVolume: '0.8' };
    expect(spreadFee([part], { ...paid, executedFunds: '76' })).toEqual(['0.5']);
    expect(spreadFee([part], { ...paid, executedFunds: null })).toEqual(['0.5']);
    expect(spreadFee([], { ...paid, executedFunds: null })).toEqual([]);
  });

  it('are nothing where nothing is paid', () => {
    const paid = { paidFee: '0', executedVolume: '1', executedFunds: '0' };
    expect(spreadFee([{ volume: '1', funds: '0' }], paid)).toEqual(['0']);
  });
});
