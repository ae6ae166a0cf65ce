import { expect } from 'vitest';
import { eventually } from '../../kit/eventually.js';
import type { Desk } from '../../kit/desk/desk.js';
import { placeOutside } from '../../kit/desk/outside-order.js';
import type { ConformanceCase } from '../../kit/faults/conformance-case.js';

/**
 * Frames that no exchange sends: text, half of a JSON, bytes, unheard-of types, a megabyte of x.
 */
const WRONG_FRAMES = [
  { text: 'Bad Gateway' },
  { text: '{"e":"executionReport","s":"' },
  { base64: 'AP/+gIEA' },
  { text: '[1,null,"order"]' },
  { text: 'null' },
  { text: '{}' },
  { text: '{"e":"unheardOf","type":"unheardOf","topic":"unheardOf","data":{}}' },
  { text: '{"topic":"order","data":"none"}' },
  { text: '{"topic":"execution","data":[null,{"category":"spot"}]}' },
  { text: '{"type":"myOrder"}' },
  { text: '{"e":"ORDER_TRADE_UPDATE"}' },
  { text: '{"type":"%"}', length: 1_048_576 },
];

/** Has the account's open orders compared now. */
async function sync(desk: Desk): Promise<void> {
  const { status, body } = await desk.product.edge.sync(desk.accountId);
  expect(status, JSON.stringify(body)).toBe(200);
}

/** Every road by which news of an order may come, while another is closed. */
export const roads: readonly ConformanceCase[] = [
  {
    name: 'an order of another program is adopted, and is no strategy’s',
    async play(desk: Desk): Promise<void> {
      await placeOutside(desk, desk.limit);
      await sync(desk);
      const [order = ''] = desk.outside;
      await desk.fill(order, { quantity: '0.4', fills: 2 });
      await desk.fill(order);
      const { sql } = desk.product;
      await eventually('its trade', async () => {
        const [trade] = await sql`select strategy_id, status from trades
          where account_id = ${desk.accountId} and client_order_id = ${order}`;
        return trade?.['status'] === 'FILLED' && trade['strategy_id'] === null;
      });
      const positions = await sql`select 1 from strategy_positions
        join strategies on strategies.id = strategy_id where account_id = ${desk.accountId}`;
      expect(positions).toHaveLength(0);
    },
  },
  {
    name: 'fills while the stream was away are found at its return',
    async play(desk: Desk): Promise<void> {
      const [first, second] = [await desk.rest(), await desk.rest()];
      await desk.control('stream/drop', { refuseForMs: 1_500 });
      await desk.fill(first, { fills: 3 });
      await desk.fill(second, { quantity: '0.5' });
      await desk.control('cancel', { clientOrderId: second });
      await desk.connected();
      await desk.stands(first, 'FILLED');
      await desk.stands(second, 'CANCELLED');
    },
  },
  {
    name: 'fills of which no frame came are found by REST',
    isSlow: true,
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.switchOn('stream-swallow', { times: 20, forMs: 6_000 });
      await desk.fill(order, { fills: 2 });
      await desk.stands(order, 'FILLED');
    },
  },
  {
    name: 'frames that cannot be read are passed over',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.switchOn('stream-malformed', { execution: 'TRADE', times: 1 });
      await desk.fill(order, { quantity: '0.3' });
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  },
  {
    name: 'frames of every wrong kind end nothing',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      for (const frame of WRONG_FRAMES) await desk.control('stream/frame', { ...frame });
      await desk.fill(order, { quantity: '0.3' });
      await desk.stands(order, 'PARTIALLY_FILLED');
      // A frame longer than a stream takes: the stream is cut, and comes back.
      await desk.control('stream/frame', { text: '{"type":"%"}', length: 2_097_152 });
      await desk.fill(order, { fills: 2 });
      await desk.stands(order, 'FILLED');
      await desk.connected();
    },
  },
  {
    name: 'frames that come twice and out of turn count once',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.switchOn('stream-duplicate', { times: 4 });
      await desk.fill(order, { quantity: '0.3', fills: 2 });
      await desk.switchOn('stream-reorder', { times: 4, ms: 500 });
      await desk.fill(order, { fills: 3 });
      await desk.stands(order, 'FILLED');
    },
  },
  {
    name: 'the stream alone serves while REST answers with pages',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      const { path } = { path: desk.plan.paths.order };
      await desk.switchOn('html-200', { method: 'GET', path, forMs: 6_000 });
      await desk.fill(order, { quantity: '0.3' });
      await desk.stands(order, 'PARTIALLY_FILLED');
      await desk.fill(order);
      await desk.stands(order, 'FILLED');
    },
  },
  {
    name: 'reads that lag two seconds behind the stream',
    async play(desk: Desk): Promise<void> {
      const order = await desk.rest();
      await desk.switchOn('rest-lag', { ms: 2_000, forMs: 6_000 });
      await desk.fill(order, { quantity: '0.3', fills: 2 });
      await desk.fill(order, { fills: 2 });
      await desk.stands(order, 'FILLED');
    },
  },
];
