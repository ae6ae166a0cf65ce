import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { verdictOn } from '../../../activities/order/submission-failures.js';
import { ExchangeFailure } from '../../../src/exchange/failure.js';
import type { Desk } from '../../kit/desk/desk.js';
import { eventually } from '../../kit/eventually.js';
import { orderByHand, restByHand } from '../../kit/desk/outside-order.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/** The characters and length that every exchange takes. */
const SAFE_ID = /^[a-z0-9-]{1,36}$/;

/** Expects an order to be refused without a word to the exchange. */
async function expectDenied(desk: Desk, order: object, code: string): Promise<void> {
  const id = randomBytes(6).toString('hex');
  const answer = await desk.deliver({ id, ...order });
  expect({ status: answer.status, code: answer.code }).toEqual({ status: 422, code });
  expect((await desk.ledger()).orders).toEqual([]);
}

/** Figures, ids and answers: what must reach the exchange unchanged, and what must not reach it. */
export const terms: readonly ConformanceCase[] = [
  {
    name: 'quantity and price keep every digit',
    async play(desk: Desk): Promise<void> {
      const order = await desk.alert({ ...desk.limit, ...desk.plan.exact });
      await desk.placed(order);
      expect((await desk.ledger()).orders).toMatchObject([desk.plan.exact]);
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  },
  {
    name: 'a price off the grid never rests, nor is it rounded',
    async play(desk: Desk): Promise<void> {
      const price = `${desk.limit.price ?? ''}.00000001`;
      const id = randomBytes(6).toString('hex');
      const { clientOrderId, code } = await desk.deliver({ id, ...desk.limit, price });
      // An exchange that does not publish its grid must refuse the price itself.
      if (clientOrderId === undefined) expect(code).toBe('PRICE_OFF_STEP');
      else await desk.stands(clientOrderId, 'REJECTED');
      expect((await desk.ledger()).orders).toEqual([]);
    },
  },
  {
    name: 'a market that is not listed is refused',
    async play(desk: Desk): Promise<void> {
      await expectDenied(desk, { ...desk.limit, symbol: desk.plan.unlisted }, 'SYMBOL_NOT_LISTED');
    },
  },
  {
    name: 'client ids are safe, and an alert that comes again is the same order',
    async play(desk: Desk): Promise<void> {
      const id = randomBytes(6).toString('hex');
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => desk.deliver({ id, ...desk.limit })),
      );
      const [clientOrderId = '', ...others] = [
        ...new Set(answers.map((each) => each.clientOrderId)),
      ];
      expect(others).toEqual([]);
      expect(clientOrderId).toMatch(SAFE_ID);
      await desk.placed(clientOrderId);
      expect((await desk.ledger()).orders).toHaveLength(1);
    },
  },
  {
    name: 'a client id that is taken never reads as a refusal',
    async play(desk: Desk): Promise<void> {
      const order = await desk.alert(desk.limit);
      await desk.placed(order);
      const rest = restByHand(desk);
      const verdict = await eventually('a verdict on the second submission', async () => {
        const again = rest.submitOrder(orderByHand(desk, order, desk.limit));
        const failure: unknown = await again.catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(ExchangeFailure);
        const found = verdictOn(failure as ExchangeFailure);
        return found !== 'not_sent' && found; // what was not sent was not answered either
      });
      expect(['duplicate', 'unknown']).toContain(verdict);
      expect((await desk.ledger()).orders).toHaveLength(1);
    },
  },
  {
    name: 'an order that nobody knows is not found, under either id',
    async play(desk: Desk): Promise<void> {
      const order = await desk.alert(desk.limit);
      await desk.placed(order);
      const symbol = orderByHand(desk, '', desk.limit).symbol;
      const rest = restByHand(desk);
      const ask = (reference: { clientOrderId: string; exchangeOrderId?: string }) =>
        eventually('an answer', async () => ({
          order: await rest.fetchOrder({ symbol, ...reference }),
        }));
      expect(await ask({ clientOrderId: 'byhand-none' })).toEqual({ order: null });
      const [known] = (await desk.ledger()).orders;
      const exchangeOrderId = known?.exchangeOrderId ?? '';
      expect(await ask({ clientOrderId: '', exchangeOrderId })).toMatchObject({
        order: { clientOrderId: order, exchangeOrderId },
      });
    },
  },
  {
    name: 'an answer that lacks a field names exchange, call and field',
    async play(desk: Desk): Promise<void> {
      const order = await desk.alert(desk.limit);
      await desk.stands(order, 'NEW');
      const { filledField, paths } = desk.plan;
      const fault = { method: 'GET', path: paths.order, field: filledField };
      const symbol = orderByHand(desk, '', desk.limit).symbol;
      const rest = restByHand(desk);
      const { message } = await eventually('an answer that lacks a field', async () => {
        // One answer at a time: the product asks, too, and may be the one that gets it.
        await desk.switchOn('rest-missing-field', { ...fault, times: 1 });
        const answer = rest.fetchOrder({ symbol, clientOrderId: order });
        const failure: unknown = await answer.catch((error: unknown) => error);
        return failure instanceof ExchangeFailure && failure.origin === 'unreadable' && failure;
      });
      expect(message).toContain(desk.exchange);
      expect(message).toContain('GET');
      expect(message).toContain(filledField);
      // The order stays tracked, and the next answer settles it.
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  },
  {
    name: 'fees of every fill, in their asset',
    async play(desk: Desk): Promise<void> {
      const order = await desk.alert({ ...desk.limit, quantity: '0.7' });
      await desk.fill(order, { quantity: '0.2', fills: 2 });
      await desk.fill(order, { fills: 3 });
      const sold = await desk.alert({ ...desk.marketOrder, side: 'sell' });
      await desk.stands(order, 'FILLED');
      await desk.stands(sold, 'FILLED');
      // An execution that had to be inferred has no fee until the fills behind it are read.
      await eventually('a fee in its asset for every fill', async () => {
        const rows = await desk.product.sql<{ fee: string; asset: string | null }[]>`
          select fee::text, fee_asset as asset from trade_executions
          where account_id = ${desk.accountId}`;
        expect(rows.length).toBeGreaterThanOrEqual(6);
        for (const { fee, asset } of rows) {
          expect(Number(fee)).toBeGreaterThan(0);
          expect(asset).not.toBeNull();
        }
        return true;
      });
    },
  },
];
