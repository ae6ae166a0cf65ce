import { leavesQuantity } from '../../model.js';
import { cancelOrder, findOrder } from '../kit/korean/find-order.js';
import type { Json } from '../kit/korean/json.js';
import { sideOf, text } from '../kit/korean/order-view.js';
import { KoreanParameters } from '../kit/korean/parameters.js';
import { checkOrder, placeOrder } from '../kit/korean/place-order.js';
import type { KoreanRequest } from '../kit/korean/routes.js';
import { UPBIT } from './dialect.js';
import { upbitOrder } from './views.js';

const PREVIOUS = { own: 'prev_order_uuid', client: 'prev_order_identifier' };
/** The fields of the new order, by their names in an order of its own. */
const NEW_FIELDS = ['ord_type', 'volume', 'price', 'identifier', 'time_in_force'] as const;

/**
 * Cancels an order and places another one for the same market and side, which is no amendment: it
 * has ids of its own. The answer is the order that was cancelled, with the ids of the new one.
 */
export function cancelAndNew(request: KoreanRequest): Json {
  const { order } = findOrder(request, PREVIOUS);
  const given = (name: string): string | undefined => request.parameters.text(`new_${name}`);
  const fields = NEW_FIELDS.flatMap((name) => {
    const value = given(name);
    const isRest = name === 'volume' && value === 'remain_only';
    return value === undefined
      ? []
      : [[name, isRest ? text(leavesQuantity(order)) : value] as const];
  });
  const parameters = new KoreanParameters(
    [['market', order.symbol], ['side', sideOf(order)], ...fields],
    UPBIT.orders.invalid,
  );
  // Its terms are checked before the old order is gone.
  checkOrder({ ...request, parameters });
  const cancelled = cancelOrder(request, PREVIOUS);
  const placed = placeOrder({ ...request, parameters });
  return {
    ...upbitOrder(cancelled),
    new_order_uuid: UPBIT.ids.orderId(placed.orderId),
    new_order_identifier: placed.clientOrderId || undefined,
  };
}
