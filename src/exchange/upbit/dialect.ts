import { clientIdIn, toOrder } from '../kit/korean/answers.js';
import type { Dialect, ReadPage } from '../kit/korean/dialect.js';
import { toView } from '../kit/korean/order.js';
import { orderAnswer, type OrderAnswer } from '../kit/korean/wire.js';

/**
 * Upbit lists closed orders for a window of seven days from a start, at most a thousand at a time.
 */
const WINDOW_MS = 7 * 86_400_000;
const CLOSED_PAGE = 1_000;

/**
 * The part of order handling that is specific to Upbit. Sources: docs.upbit.com, "New Order", "Get
 * Order", "List Closed Orders"; the latter says that a market buy ends as `cancel`.
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
  // Only new orders are in the group `order`; the answer to a cancel says `group=default`. Source:
  // docs.upbit.com, "Rate Limits".
  cancelCosts: { default: 1 },
  // An order that its owner reserved in the app is `watch` until its trigger, and not in the list
  // of those that wait. Source: docs.upbit.com, "List Open Orders".
  openStates: ['watch', 'wait'],
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

/**
 * Lists closed orders window by window. Within a window, each page begins with the last order of
 * the page before.
 */
async function closedOrders(
  read: ReadPage,
  market: string,
  state: 'done' | 'cancel',
  since: number,
): Promise<OrderAnswer[]> {
  const found: OrderAnswer[] = [];
  // Our clock may be behind the exchange's, which is where `since` comes from. At least one window
  // is read.
  const end = Math.max(Date.now(), since + 1);
  for (let start = since; start < end;) {
    const page = await read({
      market,
      state,
      order_by: 'asc',
      limit: String(CLOSED_PAGE),
      // Milliseconds, because the colons and the plus of ISO 8601 have broken signatures before.
      start_time: String(start),
    });
    found.push(...page);
    const last = page.length < CLOSED_PAGE ? undefined : page.at(-1);
    // Creation times are in whole seconds, and no account places a thousand orders in one second.
    start = last ? Math.max(Date.parse(last.created_at), start + 1_000) : start + WINDOW_MS;
  }
  return found;
}
