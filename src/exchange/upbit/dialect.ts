import { toView } from '../kit/korean/order.js';
import { clientIdIn, seenIn } from '../kit/korean/answers.js';
import type { Dialect, ReadPage, SentOrder } from '../kit/korean/dialect.js';
import { readError } from '../kit/korean/errors.js';
import { orderAnswer, type OrderAnswer } from '../kit/korean/wire.js';

/** Closed orders are told for seven days from a start on, a thousand at most. */
const WINDOW_MS = 7 * 86_400_000;
const CLOSED_PAGE = 1_000;
const IDS = { own: 'uuid', client: 'identifier' };

/** What is Upbit's own. Sources: docs.upbit.com, "New Order", "Get Order", "List Closed Orders". */
export const dialect: Dialect = {
  exchange: 'upbit',
  readError,
  names: { submit: 'POST orders', cancel: 'DELETE order' },
  orderId: IDS,
  cancelId: IDS,

  toParameters({ market, side, type, price, volume, timeInForce, clientOrderId }: SentOrder) {
    return {
      ...{ market, side: side === 'BUY' ? 'bid' : 'ask', ord_type: type },
      ...(price === undefined ? {} : { price }),
      ...(volume === undefined ? {} : { volume }),
      identifier: clientOrderId,
      ...(timeInForce === 'GTC' ? {} : { time_in_force: timeInForce.toLowerCase() }),
    };
  },

  takenOrder: ({ symbol }) =>
    orderAnswer.transform((answer) => ({
      clientOrderId: clientIdIn(answer),
      view: toView(seenIn(answer, symbol)),
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
  // Our clock may be behind the exchange's, from whose time `since` comes: one window is always read.
  const end = Math.max(Date.now(), since + 1);
  for (let start = since; start < end;) {
    const page = await read({
      ...{ market, state, order_by: 'asc', limit: String(CLOSED_PAGE) },
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
