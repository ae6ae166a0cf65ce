// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { OrderEventData } from '../../../../src/domain/event.js';
import { createTicker } from '../../../../src/edge/page/ticker.js';
import { eventOf } from './kit/event-of.js';

function ticker() {
  const list = document.createElement('ol');
  const empty = document.createElement('p');
  return { list, empty, show: createTicker(list, empty) };
}

describe('the list of events', () => {
  it.each<[Partial<OrderEventData>, string, string]>([
    [{}, 'created', 'BUY 1 BTC/USDT'],
    [
      { type: 'order_partially_filled', eventQuantity: '0.25', filledQuantity: '0.5' },
      'partially filled',
      'BUY 0.25 BTC/USDT, 0.5 of 1',
    ],
    [
      {
        type: 'order_filled',
        eventQuantity: '0.75',
        filledQuantity: '1',
        averagePrice: '50001',
      },
      'filled',
      'BUY 0.75 BTC/USDT at 50001',
    ],
    [
      { type: 'order_rejected', side: 'SELL', reason: 'no money' },
      'rejected',
      'SELL 1 BTC/USDT: no money',
    ],
    [
      {
        type: 'position_updated',
        position: { quantity: '-2', entryPrice: '7', realizedPnl: '0', fees: {} },
      },
      'position updated',
      'BTC/USDT -2 at 7',
    ],
  ])('says what happened: %j', (changes, name, detail) => {
    const { list, show } = ticker();
    show(eventOf(changes));
    expect(list.querySelector('.event-name')?.textContent).toBe(name);
    expect(list.querySelector('.event-detail')?.textContent).toBe(detail);
  });

  it('has the newest first, the last 60 of them', () => {
    const { list, empty, show } = ticker();
    for (let count = 1; count <= 61; count += 1) show(eventOf({ quantity: String(count) }));
    expect(empty.hidden).toBe(true);
    expect(list.children).toHaveLength(60);
    expect(list.firstElementChild?.textContent).toContain('BUY 61');
    expect(list.lastElementChild?.textContent).toContain('BUY 2 ');
  });
});
