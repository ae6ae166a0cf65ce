import { sql } from 'drizzle-orm';
import type { OrderRequest, OrderView } from '../../src/domain/order.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import { reachStep } from '../../src/observability/steps.js';
import type { Dependencies } from '../dependencies.js';
import { eventBuilder } from '../../src/books/order-events.js';
import { changeWithEvents } from '../../src/books/outbox.js';

const { placeholder } = sql;

const accept = changeWithEvents(
  'accept_order',
  sql`
    update open_orders
    set status = 'NEW', exchange_order_id = ${placeholder('exchangeOrderId')}, updated_at = now()
    where account_id = ${placeholder('accountId')}
      and client_order_id = ${placeholder('clientOrderId')}
      and status = 'PENDING' and filled_quantity = 0
    returning id
  `,
);

/**
 * Settles the most frequent answer to a submission, "it rests, nothing is filled", in one statement.
 *
 * @returns `undefined` when the order is not as it was left: then it must be settled by the long road
 */
export async function acceptOrder(
  deps: Dependencies,
  request: OrderRequest,
  view: OrderView,
): Promise<OrderProgress | undefined> {
  const event = eventBuilder(request, {
    status: 'NEW',
    exchangeOrderId: view.exchangeOrderId,
    fills: [],
    source: 'submit',
    at: new Date().toISOString(),
  });
  const { exchangeOrderId } = view;
  const { accountId, clientOrderId } = request;
  const values = { accountId, clientOrderId, exchangeOrderId };
  const isAccepted = await accept(deps.db, values, [event('order_created', '0')]);
  if (!isAccepted) return undefined;
  reachStep({ boundary: 'after-commit', accountId, clientOrderId });
  deps.notifyOutbox();
  return {
    status: 'NEW',
    exchangeOrderId,
    filledQuantity: '0',
    isIncomplete: false,
  };
}
