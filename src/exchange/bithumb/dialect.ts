import { z } from 'zod';
import { DenialCode } from '../../domain/denial.js';
import { OrderStatus } from '../../domain/order.js';
import { quoteAsset } from '../../domain/symbol.js';
import { failureOf } from '../failure.js';
import type { Dialect } from '../kit/korean/dialect.js';
import { readPages } from '../kit/korean/pages.js';

/** An acknowledgement: it does not contain the order's state. */
const submitAnswer = z.object({
  order_id: z.string().min(1),
  client_order_id: z.string().nullish(),
});

/**
 * The part of order handling that is specific to Bithumb: two generations of paths, which name the
 * ids differently. Sources: apidocs.bithumb.com, "주문 요청", "개별 주문 조회", "주문 리스트 조회", "주문 취소 접수".
 */
export const dialect: Dialect = {
  exchange: 'bithumb',
  names: { submit: 'POST v2/orders', cancel: 'DELETE v2/order' },
  calls: {
    submit: 'privatePostV2Orders',
    getOrder: 'privateGetV1Order',
    cancel: 'privateDeleteV2Order',
    listOpen: 'privateGetV1Orders',
    listClosed: 'privateGetV1Orders',
    ticker: 'publicGetV1Ticker',
  },
  cancelCosts: { order: 1 },
  // Reserved orders are in another list (`v2/orders/pending`). No order of ours can be one, since
  // the API cannot place them; one of the owner's is found when its trigger has come.
  openStates: ['wait'],
  fields: {
    type: 'order_type',
    clientId: 'client_order_id',
    orderId: 'uuid',
    cancelId: 'order_id',
  },

  /**
   * IOC and FOK have existed since 2026-06-30, in KRW markets only.
   *
   * @see https://apidocs.bithumb.com/changelog
   */
  mustTake({ symbol, timeInForce }) {
    if (timeInForce === 'GTC' || quoteAsset(symbol) === 'KRW') return;
    throw failureOf({
      code: DenialCode.ORDER_TYPE_NOT_SUPPORTED,
      field: 'timeInForce',
      expected: `GTC in ${symbol}, since bithumb takes ${timeInForce} orders in won markets only`,
      received: timeInForce,
    });
  },

  takenOrder: ({ type }) =>
    submitAnswer.transform((answer) => ({
      clientOrderId: answer.client_order_id ?? null,
      view: {
        clientOrderId: answer.client_order_id ?? '',
        exchangeOrderId: answer.order_id,
        status: OrderStatus.NEW,
        filledQuantity: '0',
        ...(type === 'price' ? { isByCost: true } : {}),
      },
    })),

  /** The list takes no start time, so it is read newest first until the orders are too old. */
  async listClosed(read, market, since) {
    const isOld = (page: readonly { created_at: string }[]) =>
      page.some(({ created_at }) => Date.parse(created_at) < since);
    const list = (state: string) =>
      readPages(read, { market, state, order_by: 'desc' }, ({ uuid }) => uuid, isOld);
    const done = await list('done');
    const ended = [...done, ...(await list('cancel'))];
    return ended.filter(({ created_at }) => Date.parse(created_at) >= since);
  },
};
