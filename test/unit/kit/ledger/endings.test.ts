import { expect, it } from 'vitest';
import type { OrderEventData } from '../../../../src/domain/event.js';
import { endingsThatCount } from '../../../kit/ledger/deliveries-and-endings.js';

type Ending = Pick<OrderEventData, 'type' | 'clientOrderId' | 'source'> & { reason?: string };

const end = (
  type: Ending['type'],
  reason?: string,
  source: Ending['source'] = 'submit',
): Ending => ({
  type,
  clientOrderId: 'ft-1',
  source,
  ...(reason === undefined ? {} : { reason }),
});
const filled = end('order_filled', undefined, 'sync');
const neverArrived = end(
  'order_rejected',
  'ORDER_NEVER_ARRIVED: the exchange does not know the order, and it is too late to send it again',
);
const counted = (...ends: Ending[]): string[] => endingsThatCount(ends).map(({ type }) => type);

it.each([
  ['never arrived', neverArrived],
  [
    'withdrawn while unclear',
    end('order_rejected', 'ORDER_WITHDRAWN: it was cancelled, and the exchange does not know it'),
  ],
  ['forgotten', end('order_cancelled', 'the exchange does not know it any more', 'sync')],
  [
    'forgotten at a cancel',
    end(
      'order_cancelled',
      'cancelled by an operator; the exchange does not know it any more',
      'admin',
    ),
  ],
  [
    'abandoned',
    end(
      'order_cancelled',
      'abandoned by an operator; nothing was cancelled on the exchange',
      'admin',
    ),
  ],
])('a fill may follow an end without the word of the exchange: %s', (_, unconfirmed) => {
  expect(counted(unconfirmed, filled)).toEqual(['order_filled']);
  expect(counted(unconfirmed)).toEqual([unconfirmed.type]);
});

it.each([
  [
    'a cancel that the exchange carried out',
    end('order_cancelled', 'cancelled by an operator', 'admin'),
  ],
  ['a cancel without a reason', end('order_cancelled', undefined, 'admin')],
  ['an expiry', end('order_expired', 'expired on the exchange', 'poll')],
  ['a refusal of the exchange', end('order_rejected', 'insufficient balance')],
  [
    'an order that was never sent',
    end('order_rejected', 'ORDER_WITHDRAWN: it was cancelled before it was sent'),
  ],
  ['another fill', filled],
])('no fill may follow %s', (_, confirmed) => {
  expect(counted(confirmed, filled)).toEqual([confirmed.type, 'order_filled']);
});

it('one end at most is taken back, and only by a fill that comes after it', () => {
  expect(counted(neverArrived, neverArrived, filled)).toHaveLength(2);
  expect(counted(filled, neverArrived)).toHaveLength(2);
  expect(counted(neverArrived, filled, filled)).toHaveLength(2);
  expect(counted(neverArrived, end('order_cancelled'))).toHaveLength(2);
  expect(counted(neverArrived, { ...filled, clientOrderId: 'ft-2' })).toHaveLength(2);
});
