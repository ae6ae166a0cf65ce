import { randomUUID } from 'node:crypto';
import { isMultipleOf, ZERO, type Decimal } from '../decimal.js';
import type { Engine } from '../engine/engine.js';
import { isOpen, leavesQuantity, type Order, type Side } from '../model.js';
import type { MarketName } from '../names.js';
import { ControlRefusal } from './refusal.js';

/** How a control call names an order: by either id, if necessary with symbol and key. */
export interface OrderName {
  readonly market: MarketName;
  readonly symbol?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly clientOrderId?: string | undefined;
  readonly orderId?: number | undefined;
}

/** Places a limit order as the account's owner does elsewhere. */
export function placeOutside(
  engine: Engine,
  input: {
    readonly market: MarketName;
    readonly apiKey: string;
    readonly symbol: string;
    readonly side: Side;
    readonly quantity: Decimal;
    readonly price: Decimal;
    readonly clientOrderId: string;
  },
): Order {
  const { market, apiKey, ...terms } = input;
  const account = engine.state.accounts.find(apiKey);
  if (!account) throw new ControlRefusal(404, `no account with the key ${apiKey}`);
  const placement = engine.matching[market].place(account, {
    ...terms,
    type: 'LIMIT',
    timeInForce: 'GTC',
    postOnly: false,
    reduceOnly: false,
    quoteQuantity: ZERO,
  });
  if (placement.kind === 'placed') return placement.order;
  throw new ControlRefusal(409, `the order was refused: ${placement.refusal}`);
}

/** Fills an open order, wholly or in part, in one or more pieces at once. */
export function fillOrder(
  engine: Engine,
  input: OrderName & {
    readonly quantity?: Decimal | undefined;
    readonly price?: Decimal | undefined;
    readonly fills: number;
  },
): Order {
  const order = openOrder(engine, input);
  const market = engine.state.markets[order.market];
  const leaves = leavesQuantity(order);
  const quantity = input.quantity ?? leaves;
  if (quantity.gt(leaves)) {
    throw refusal(`expected at most the ${leaves.toString()} left, came ${quantity.toString()}`);
  }
  const { stepSize } = market.instrument(order.symbol);
  if (!isMultipleOf(quantity, stepSize)) {
    throw refusal(`expected a multiple of ${stepSize.toString()}, came ${quantity.toString()}`);
  }
  const usual = order.type === 'LIMIT' ? order.price : market.prices.price(order.symbol);
  return engine.matching[order.market].fill(order, quantity, input.price ?? usual, input.fills);
}

/** Cancels an open order, although no client asked for that. */
export function cancelOrder(engine: Engine, name: OrderName): Order {
  const order = openOrder(engine, name);
  return engine.matching[order.market].cancel(order, null);
}

/** Changes quantity or price of an open order, as its owner does on the exchange's own page. */
export function amendOrder(
  engine: Engine,
  input: OrderName & {
    readonly quantity?: Decimal | undefined;
    readonly price?: Decimal | undefined;
  },
): Order {
  const order = openOrder(engine, input);
  const { quantity = order.quantity, price = order.price } = input;
  const isRenamed = engine.state.markets[order.market].amends?.renames ?? false;
  const clientOrderId = isRenamed ? randomUUID().replaceAll('-', '') : order.clientOrderId;
  const amendment = engine.matching[order.market].amend(order, { quantity, price, clientOrderId });
  if (amendment.kind === 'amended') return amendment.order;
  throw new ControlRefusal(409, `${order.market} refuses the amendment: ${amendment.refusal}`);
}

/** Ends an open order as the exchange itself would. */
export function expireOrder(engine: Engine, name: OrderName): Order {
  const order = openOrder(engine, name);
  return engine.matching[order.market].expire(order, 'FORCED');
}

/** Loses an open order: to clients it has never been there, but for what it filled. */
export function forgetOrder(engine: Engine, name: OrderName): Order {
  const order = openOrder(engine, name);
  return engine.matching[order.market].forget(order);
}

/** Returns the open order that a control call names. @throws ControlRefusal if there is none */
export function openOrder(engine: Engine, name: OrderName): Order {
  const order = namedOrder(engine, name);
  if (!order) throw new ControlRefusal(404, `no order matches ${JSON.stringify(name)}`);
  if (!isOpen(order)) {
    throw new ControlRefusal(409, `expected an open order, came ${order.orderId}, ${order.status}`);
  }
  return order;
}

/** Returns the order that a control call names. Of several, an open one is preferred. */
export function namedOrder({ state }: Engine, name: OrderName): Order | undefined {
  const { market, symbol, apiKey, clientOrderId, orderId } = name;
  if (clientOrderId === undefined && orderId === undefined) {
    throw refusal('expected "clientOrderId" or "orderId", came neither');
  }
  const { ledger } = state.markets[market];
  if (orderId !== undefined) return ledger.order(orderId);
  const keys = apiKey === undefined ? state.accounts.all().map((each) => each.apiKey) : [apiKey];
  const found = keys.flatMap((key) => {
    const book = ledger.account(key);
    const openId = book.openIdByClientId.get(clientOrderId ?? '');
    const symbols = symbol === undefined ? book.symbols() : [symbol];
    const name = clientOrderId ?? '';
    const newest = symbols.map(
      (each) => book.newestId(each, name) ?? book.newestIdPlacedAs(each, name),
    );
    const order = ledger.order(openId ?? newest.find((id) => id !== undefined) ?? -1);
    return order && (symbol === undefined || order.symbol === symbol) ? [order] : [];
  });
  return found.find(isOpen) ?? found[0];
}

function refusal(message: string): ControlRefusal {
  return new ControlRefusal(400, message);
}
