import { clientIdIn, toOrder } from '../kit/korean/answers.js';
import type { Dialect, ReadPage } from '../kit/korean/dialect.js';
import { toView } from '../kit/korean/order.js';
import { orderAnswer, type OrderAnswer } from '../kit/korean/wire.js';

/** Closed orders are listed for seven days from a start on, a thousand at most. */
const WINDOW_MS = 7 * 86_400_000;
const CLOSED_PAGE = 1_000;

/**
 * What is Upbit's own in its orders. Sources: docs.upbit.com, "New Order", "Get Order", "List
 * Closed Orders"; the latter says that a market buy ends as `cancel`.
 */
export const dialect: Dialect = {
  exchange: 'upbit',
  names: { submit: 'POST orders', cancel: 'DELETE order' },
  calls: {
    submit: 'privatePostOrders',
    getOrder: 'privateGetOrder',
    cancel: 'privateDeleteOrder',
    listOpen: 'privateGetOrdersOpen',
    listClosed: 'privateGetOrdersClosed',
    ticker: 'publicGetTicker',
  },
  fields: { type: 'ord_type', clientId: 'identifier', orderId: 'uuid', cancelId: 'uuid' },

  takenOrder: ({ symbol }) =>
    orderAnswer.transform((answer) => ({
      clientOrderId: clientIdIn(answer),
      view: toView(toOrder(answer, symbol)),
    })),

  async listClosed(read, market, since) {
    const done = await closedOrders(read, market, 'done', since);
    return [...done, ...(await closedOrders(read, market, 'cancel', since))];
  },
};

/** Lists by windows, and within one by pages that begin with the last order of the one before. */
async function closedOrders(
  read: ReadPage,
  market: string,
  state: 'done' | 'cancel',
  since: number,
): Promise<OrderAnswer[]> {
  const found: OrderAnswer[] = [];
  // Our clock may be behind the exchange's, from whose time `since` comes: one window is always
  // read.
  const end = Math.max(Date.now(), since + 1);
  for (let start = since; start < end;) {
    const page = await read({
      market,
      state,
      order_by: 'asc',
      limit: String(CLOSED_PAGE),
      // Milliseconds: the colons and the plus of ISO 8601 have made signatures fail.
      start_time: String(start),
    });
    found.push(...page);
    const last = page.length < CLOSED_PAGE ? undefined : page.at(-1);
    // Creation times are whole seconds, and no account places a thousand orders in one.
    start = last ? Math.max(Date.parse(last.created_at), start + 1_000) : start + WINDOW_MS;
  }
  return found;
}
