import { z } from 'zod';
import { DenialCode } from '../../domain/errors.js';
import { OrderStatus } from '../../domain/order.js';
import { ExchangeFailure } from '../failure.js';
import type { Dialect, SentOrder } from '../kit/korean/dialect.js';
import { readError } from '../kit/korean/errors.js';
import { quoteAsset } from '../../domain/symbol.js';
import { readPages } from '../kit/korean/pages.js';

/** An acknowledgement: the order's state is not in it. */
const submitAnswer = z.object({
  order_id: z.string().min(1),
  client_order_id: z.string().nullish(),
});

/**
 * What is Bithumb's own: two generations of paths, whose names for ids differ. Sources: apidocs.bithumb.com,
 * "주문 요청", "개별 주문 조회", "주문 리스트 조회", "주문 취소 접수".
 */
export const dialect: Dialect = {
  exchange: 'bithumb',
  readError,
  names: { submit: 'POST v2/orders', cancel: 'DELETE v2/order' },
  orderId: { own: 'uuid', client: 'client_order_id' },
  cancelId: { own: 'order_id', client: 'client_order_id' },

  toParameters(order) {
    const { market, side, type, price, volume, timeInForce, clientOrderId } = order;
    if (timeInForce !== 'GTC') mustTakeTimeInForce(order);
    return {
      ...{ market, side: side === 'BUY' ? 'bid' : 'ask', order_type: type },
      ...(price === undefined ? {} : { price }),
      ...(volume === undefined ? {} : { volume }),
      client_order_id: clientOrderId,
      ...(timeInForce === 'GTC' ? {} : { time_in_force: timeInForce.toLowerCase() }),
    };
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

  /** There is no time to list from, so the newest come first, until they are too old. */
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

/** IOC and FOK exist since 2026-06-30, in won markets. @see https://apidocs.bithumb.com/changelog */
function mustTakeTimeInForce({ symbol, timeInForce }: SentOrder): void {
  if (quoteAsset(symbol) === 'KRW') return;
  throw new ExchangeFailure(
    `bithumb takes ${timeInForce} orders in won markets only, was ${symbol}`,
    'denied',
    { code: DenialCode.ORDER_TYPE_NOT_SUPPORTED },
  );
}
