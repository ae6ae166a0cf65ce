import { expect } from 'vitest';
import type { Desk } from '../../kit/desk/desk.js';
import { placeOutside } from '../../kit/desk/outside-order.js';
import {
  accepted,
  adopted,
  listMarket,
  listUsdcPerpetual,
  refused,
  tradedByAll,
} from '../../kit/desk/own-market.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** Exchanges that keep what is halted in their listing say so; others no longer list it. */
const HALTED = ['SYMBOL_NOT_TRADING', 'SYMBOL_NOT_LISTED'];

/** Markets that come, go, change, or are listed oddly. */
export const markets: readonly ConformanceCase[] = [
  {
    name: 'a market that is listed later is traded, and orders of others there are adopted',
    async play(desk: Desk): Promise<void> {
      await desk.rest();
      const market = await listMarket(desk);
      await tradedByAll(desk, market.limit);
    },
  },
  {
    name: 'orders in a market that is delisted are still filled, cancelled and adopted',
    async play(desk: Desk): Promise<void> {
      await desk.rest();
      const market = await listMarket(desk);
      const [filled, cancelled] = [
        await accepted(desk, market.limit),
        await accepted(desk, market.limit),
      ];
      const outside = await placeOutside(desk, market.limit);
      await desk.stands(filled, 'NEW');
      await desk.stands(cancelled, 'NEW');
      await market.change({ state: 'unlisted' });
      // Once the next market takes an order, the listing has been read without this one.
      const next = await listMarket(desk);
      await desk.stands(await accepted(desk, next.limit), 'NEW');
      expect(await refused(desk, market.limit)).toBe('SYMBOL_NOT_LISTED');
      await adopted(desk, outside);
      await desk.fill(filled, { fills: 2 });
      await desk.stands(filled, 'FILLED');
      expect(await desk.cancel(cancelled)).toBe(200);
      await desk.stands(cancelled, 'CANCELLED');
      expect(await desk.cancel(outside)).toBe(200);
      await desk.stands(outside, 'CANCELLED');
    },
  },
  {
    name: 'a halted market takes orders as soon as it trades again',
    async play(desk: Desk): Promise<void> {
      const market = await listMarket(desk);
      await market.change({ state: 'halted' });
      expect(HALTED).toContain(await refused(desk, market.limit));
      await market.change({ state: 'trading' });
      const order = await accepted(desk, market.limit);
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  },
  {
    name: 'odd rows in the listing and another contract of the same pair spoil nothing',
    async play(desk: Desk): Promise<void> {
      const { venue } = desk.product;
      const { exchange, market, restingMarketId: like } = desk;
      const dated = `${like}_261225`;
      const isDated = desk.marketType === 'FUTURES';
      const contractType = exchange === 'binance' ? '' : 'LinearFutures';
      if (isDated) {
        const pending = {
          like,
          contractType,
          state: exchange === 'binance' ? 'halted' : 'trading',
        };
        await venue.post('listing', { market, symbol: dated, ...pending });
      }
      await venue.post('listing', { market, rows: [null, 5, {}, { symbol: like }, { market: 7 }] });
      const own = await listMarket(desk);
      const order = await accepted(desk, own.limit);
      const resting = await desk.alert(desk.limit);
      await desk.stands(resting, 'NEW');
      const outside = await placeOutside(desk, desk.limit);
      await adopted(desk, outside);
      for (const each of [order, resting, outside]) {
        await desk.fill(each);
        await desk.stands(each, 'FILLED');
      }
      await venue.post('listing', { market, rows: [] });
      if (isDated) await venue.post('listing', { market, symbol: dated, state: 'unlisted' });
    },
  },
  {
    name: 'a market is taken by the id that the exchange itself uses',
    async play(desk: Desk): Promise<void> {
      // Only Bybit has ids that are not made of both assets: `BTCPERP` is BTC/USDC.
      const isEnded = desk.market === 'bybit-linear';
      const market = await (isEnded ? listUsdcPerpetual(desk) : listMarket(desk));
      for (const symbol of [market.id, market.id.toLowerCase(), market.limit.symbol]) {
        const order = await accepted(desk, { ...market.limit, symbol });
        await desk.fill(order, { fills: 2 });
        await desk.stands(order, 'FILLED');
      }
      const outside = await placeOutside(desk, market.limit);
      await adopted(desk, outside);
      expect(await desk.cancel(outside)).toBe(200);
      await desk.stands(outside, 'CANCELLED');
    },
  },
  {
    name: 'a name outside ASCII is taken letter for letter, and look-alikes are refused',
    notThere: {
      bithumb:
        'None is listed, and how a request with such a name is signed is not documented (apidocs.bithumb.com)',
    },
    async play(desk: Desk): Promise<void> {
      const market = await listMarket(desk, '币安人生');
      const { limit } = market;
      const isTraded = desk.exchange !== 'bithumb';
      for (const symbol of isTraded ? [market.id, limit.symbol] : []) {
        const order = await accepted(desk, { ...limit, symbol });
        await desk.fill(order);
        await desk.stands(order, 'FILLED');
      }
      if (isTraded) {
        // A read names the market as well.
        await desk.switchOn('stream-swallow', { forMs: 5_000 });
        const order = await accepted(desk, limit);
        await desk.fill(order);
        await desk.stands(order, 'FILLED');
      }
      const lookAlike = limit.symbol.replace('币', '幣');
      expect(await refused(desk, { ...limit, symbol: lookAlike })).toBe('FIELD_INVALID');
      const full = limit.symbol.replace(/[A-Z]/, (letter) =>
        String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0),
      );
      expect(await refused(desk, { ...limit, symbol: full })).toBe('FIELD_INVALID');
      const query = new URLSearchParams({ symbol: limit.symbol });
      const listed = await desk.product.edge.get(`/api/trades?${query.toString()}`);
      expect(listed.body).toHaveLength(isTraded ? 3 : 0);
    },
  },
];
