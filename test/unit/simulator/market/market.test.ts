import { describe, expect, it } from 'vitest';
import { AccountBook, type Account } from '../../../../simulator/market/accounts.js';
import { takeClientId } from '../../../../simulator/engine/client-ids.js';
import { Decimal, ZERO } from '../../../../simulator/decimal.js';
import { Market, type ClientIdRule } from '../../../../simulator/market/market.js';
import { Matching, type Placement } from '../../../../simulator/engine/matching.js';
import {
  tickAt,
  type Instrument,
  type Order,
  type OrderDraft,
} from '../../../../simulator/model.js';
import { PriceBoard } from '../../../../simulator/market/prices.js';
import { Random } from '../../../../simulator/random.js';
import { settleInCash } from '../../../../simulator/market/settle-cash.js';
import { newId } from '../../../kit/simulator/venue.js';

const STEP = new Decimal('0.00000001');
const SYMBOL = 'KRW-BTC';
const won = (from: number, tick: number): { from: Decimal; tick: Decimal } => {
  return { from: new Decimal(from), tick: new Decimal(tick) };
};
const INSTRUMENT: Instrument = {
  symbol: SYMBOL,
  baseAsset: 'BTC',
  quoteAsset: 'KRW',
  tickSize: new Decimal(1),
  tickSteps: [won(1_000_000, 1000), won(500_000, 500), won(100_000, 100)],
  minPrice: new Decimal(1),
  maxPrice: new Decimal('1e12'),
  stepSize: STEP,
  minQuantity: STEP,
  maxQuantity: new Decimal('1e9'),
  maxMarketQuantity: new Decimal('1e9'),
  minNotional: new Decimal(5000),
  maxNotional: new Decimal('1e12'),
  startPrice: new Decimal(1_000_000),
};

interface Desk {
  readonly market: Market;
  readonly matching: Matching;
  readonly account: Account;
  readonly place: (draft: Partial<OrderDraft>) => Placement;
  readonly placed: (draft: Partial<OrderDraft>) => Order;
  readonly balance: (asset: string) => string;
}

/** An account on a market that takes 0.05 % in won and cancels what cannot be spent. */
function desk(clientIds: ClientIdRule = 'for-ever'): Desk {
  const account = new AccountBook().register('key', 'secret');
  const market = new Market({
    name: 'upbit',
    instruments: [INSTRUMENT],
    settlement: settleInCash({ rate: '0.0005', commissionIn: 'quote' }),
    firstOrderId: 1,
    clientIds,
    cancelsUnspent: true,
    refusesUnfillable: false,
  });
  const matching = new Matching(
    market,
    () => account,
    new Random(1),
    () => undefined,
  );
  account.wallets.upbit.credit('KRW', new Decimal(10_000_000));
  account.wallets.upbit.credit('BTC', new Decimal(2));
  const place = (draft: Partial<OrderDraft>): Placement =>
    matching.place(account, {
      clientOrderId: newId('rules'),
      symbol: SYMBOL,
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      postOnly: false,
      reduceOnly: false,
      price: ZERO,
      quantity: ZERO,
      quoteQuantity: ZERO,
      ...draft,
    });
  return {
    market,
    matching,
    account,
    place,
    placed(draft) {
      const placement = place(draft);
      if (placement.kind === 'refused') throw new Error(placement.refusal);
      return placement.order;
    },
    balance(asset) {
      const { free, locked } = account.wallets.upbit.balance(asset);
      return `${free.toString()} ${locked.toString()}`;
    },
  };
}

/** Returns what spending `cost` at once buys. */
function bought(cost: number, price: number): Partial<OrderDraft> {
  const quantity = new Decimal(cost).div(price).toDecimalPlaces(8, Decimal.ROUND_DOWN);
  return { type: 'MARKET', quantity, quoteQuantity: new Decimal(cost) };
}

describe('a market whose commission is in the quote asset', () => {
  it('locks price and commission of a buy, and gives back exactly what was not used', () => {
    const { matching, placed, balance } = desk();
    const order = placed({ price: new Decimal(900_000), quantity: new Decimal('0.12345678') });
    expect(order.reserved.toString()).toBe('111166.657551');
    expect(balance('KRW')).toBe('9888833.342449 111166.657551');
    const filled = matching.fill(order, new Decimal('0.1'), new Decimal(880_000), 3);
    // 0.1 BTC cost 88 000 and 44 of commission; the rest is locked at the limit.
    expect(balance('KRW')).toBe('9890834.342449 21121.657551');
    matching.cancel(filled, null);
    expect(balance('KRW')).toBe('9911956 0');
    expect(balance('BTC')).toBe('2.1 0');
  });

  it('takes the commission of a sell out of what it brings', () => {
    const { matching, placed, balance } = desk();
    const terms = { price: new Decimal(1_100_000), quantity: new Decimal('0.5') };
    const order = placed({ side: 'SELL', ...terms });
    expect(balance('BTC')).toBe('1.5 0.5');
    matching.fill(order, terms.quantity, terms.price, 2);
    expect(balance('KRW')).toBe('10549725 0');
    expect(balance('BTC')).toBe('1.5 0');
  });

  it('refuses a buy whose commission cannot be paid', () => {
    const all = { price: new Decimal(100_000), quantity: new Decimal(100) };
    expect(desk().place(all)).toEqual({ kind: 'refused', refusal: 'INSUFFICIENT_FUNDS' });
  });
});

describe('an order that says what to spend', () => {
  it('ends cancelled with what it filled when a rest cannot be spent', () => {
    const { market, placed, balance } = desk();
    market.prices.set(SYMBOL, new Decimal(1_234_000));
    const order = placed(bought(10_000, 1_234_000));
    expect(order).toMatchObject({ status: 'CANCELLED', reserved: ZERO });
    expect(order.filledQuantity.toString()).toBe('0.00810372');
    const spent = order.cumulativeQuote.times('1.0005');
    expect(order.cumulativeQuote.toString()).toBe('9999.99048');
    expect(balance('KRW')).toBe(`${new Decimal(10_000_000).minus(spent).toString()} 0`);
  });

  it('ends filled when nothing is left of it', () => {
    const { placed, balance } = desk();
    expect(placed(bought(10_000, 1_000_000))).toMatchObject({ status: 'FILLED' });
    expect(balance('KRW')).toBe('9989995 0');
  });

  it('ends so too when it had to wait for somebody to sell', () => {
    const { market, matching, placed, balance } = desk();
    market.setLiquidity(SYMBOL, { mode: 'manual' });
    const order = placed(bought(10_000, 999_000));
    expect(order.status).toBe('NEW');
    expect(balance('KRW')).toBe('9989995 10005');
    const filled = matching.fill(order, order.quantity, new Decimal(999_000), 2);
    expect(filled).toMatchObject({ status: 'CANCELLED', filledQuantity: order.quantity });
    expect(balance('KRW').endsWith(' 0')).toBe(true);
  });
});

describe('a client id', () => {
  const terms = {
    price: new Decimal(900_000),
    quantity: new Decimal('0.1'),
    clientOrderId: 'mine',
  };
  const beyondMeans = { ...terms, quantity: new Decimal(1000) };

  it.each([
    ['while-open', true, false],
    ['for-ever', true, true],
    ['even-if-refused', true, true],
  ] as const)('is taken %s', (rule, whileOpen, afterwards) => {
    const { market, matching, placed } = desk(rule);
    const order = placed(terms);
    expect(market.isClientIdTaken('key', 'mine')).toBe(whileOpen);
    matching.cancel(order, null);
    expect(market.isClientIdTaken('key', 'mine')).toBe(afterwards);
    expect(market.isClientIdTaken('other', 'mine')).toBe(false);
  });

  it('that a refused request used up is taken forever, and written down once', () => {
    const { market, place } = desk('even-if-refused');
    const written: object[] = [];
    const engine = {
      state: { markets: { upbit: market } },
      journal: { append: (record: object) => void written.push(record) },
    } as never;
    expect(place(beyondMeans)).toMatchObject({ refusal: 'INSUFFICIENT_FUNDS' });
    takeClientId(engine, 'upbit', 'key', 'mine');
    takeClientId(engine, 'upbit', 'key', 'mine');
    expect(place(terms)).toMatchObject({ refusal: 'DUPLICATE_CLIENT_ID' });
    expect(written).toEqual([{ takenClientIds: [['upbit', 'key', 'mine']] }]);
  });

  it('need not be given, and then is never taken', () => {
    const { placed } = desk();
    const unnamed = { ...terms, clientOrderId: '' };
    expect(placed(unnamed).orderId).not.toBe(placed(unnamed).orderId);
  });
});

describe('a price whose tick depends on it', () => {
  it('has the tick of its step', () => {
    const ticks = [1_234_000, 1_000_000, 999_500, 100_000, 99_999].map((price) =>
      tickAt(INSTRUMENT, new Decimal(price)).toNumber(),
    );
    expect(ticks).toEqual([1000, 1000, 500, 100, 1]);
  });

  it('walks on its ticks, also from one step to the next', () => {
    const prices = new PriceBoard(new Map([[SYMBOL, INSTRUMENT]]));
    const random = new Random(7);
    const seen = new Set<string>();
    for (let step = 0; step < 500; step += 1) {
      prices.walk(INSTRUMENT, random);
      const price = prices.price(SYMBOL);
      const tick = tickAt(INSTRUMENT, price);
      expect(price.mod(tick).isZero(), price.toString()).toBe(true);
      seen.add(tick.toString());
    }
    expect(seen).toEqual(new Set(['1000', '500']));
  });
});
