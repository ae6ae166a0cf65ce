import { expect, it } from 'vitest';
import type { OrderUpdate } from '../../../src/domain/order.js';
import { OrderNews } from '../../../workflows/order-news.js';

const update = (exchangeOrderId: string): OrderUpdate => ({
  clientOrderId: 'ft-1',
  exchangeOrderId,
  symbol: 'BTC/USDT',
  side: 'BUY',
  status: 'NEW',
  filledQuantity: '0',
  fill: null,
  eventAt: '2026-01-01T00:00:00.000Z',
});

it('hands its news out once, what the run before left first', () => {
  const news = new OrderNews([update('1')]);
  news.hear([update('2'), update('3')]);
  expect(news.hasUpdates).toBe(true);
  expect(news.take()).toEqual({
    updates: [update('1'), update('2'), update('3')],
    source: 'stream',
    isRoutine: false,
  });
  expect(news.take()).toEqual({ updates: [], source: 'poll', isRoutine: true });
});

it('names who woke the order, unless the stream spoke', () => {
  const news = new OrderNews();
  news.wake('sync');
  expect(news.isWoken).toBe(true);
  expect(news.take()).toEqual({ updates: [], source: 'sync', isRoutine: false });
  expect(news.isWoken).toBe(false);
  news.wake('sync');
  news.hear([update('1')]);
  expect(news.take()).toMatchObject({ source: 'stream', isRoutine: false });
});
