import type { OrderRequest } from '../../../../../src/domain/order.js';
import type { SubmitAnswer } from '../../../../../src/exchange/exchange.js';
import {
  startServer,
  type AnsweringServer,
  type ReceivedRequest,
  type SentAnswer,
} from '../../../../kit/exchange/http-server.js';
import {
  bithumbOrder,
  marketList,
  orderRequest,
  restAt,
  upbitNewOrder,
  upbitOrder,
  type KoreanName,
} from './fixtures.js';

export type Answers = Readonly<
  Record<string, object | string | ((request: ReceivedRequest) => SentAnswer)>
>;

export const NOT_FOUND = {
  error: { name: 'order_not_found', message: '주문을 찾지 못했습니다.' },
};
export const SUBMIT = { upbit: 'POST /v1/orders', bithumb: 'POST /v2/orders' };
export const CANCEL = { upbit: 'DELETE /v1/order', bithumb: 'DELETE /v2/order' };
export const both = ['upbit', 'bithumb'] as const;

/** An order as it is read, and as it is answered when it is taken. */
export const stored = { upbit: upbitOrder, bithumb: bithumbOrder };
export const taken = {
  upbit: upbitNewOrder,
  bithumb: { order_id: 'C0101', market: 'KRW-BTC', client_order_id: 'ft-1' },
};
export const ids = { upbit: 'u-1', bithumb: 'C0101' };
export const typeField = { upbit: 'ord_type', bithumb: 'order_type' };
export const idField = { upbit: 'identifier', bithumb: 'client_order_id' };

let server: AnsweringServer | undefined;

/** Serves answers by "METHOD path", and the markets. Returns the server's origin. */
export async function serve(answers: Answers): Promise<string> {
  server = await startServer((request) => {
    const answer = answers[`${request.method} ${request.path}`];
    if (typeof answer === 'function') {
      return (answer as (request: ReceivedRequest) => SentAnswer)(request);
    }
    if (answer !== undefined) return { body: answer };
    if (request.path === '/v1/market/all') return { body: marketList };
    return { status: 404, body: NOT_FOUND };
  });
  return server.origin;
}

/** What the latest server has received. */
export function received(): readonly ReceivedRequest[] {
  return server?.requests ?? [];
}

/** Reads one of the requests that the latest server has received, as a rule the last. */
export function sent(index = -1): { body: Record<string, string>; query: URLSearchParams } {
  const request = received().at(index);
  if (!request) throw new Error('expected a request');
  const body = (request.body === '' ? {} : JSON.parse(request.body)) as Record<string, string>;
  return { body, query: new URLSearchParams(request.query) };
}

/** Submits an order to an exchange that takes it. */
export async function submit(
  exchange: KoreanName,
  changes: Partial<OrderRequest>,
  answers: Answers = {},
): Promise<SubmitAnswer> {
  const origin = await serve({ [SUBMIT[exchange]]: taken[exchange], ...answers });
  return restAt(exchange, origin).submitOrder({ ...orderRequest, ...changes });
}
