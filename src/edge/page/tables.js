// The page's tables: their columns and contents.
import * as cells from './cells.js';
import { element } from './dom.js';
import { relativeTime } from './time.js';

/** @typedef {import('../../domain/order.js').MarketType} MarketType */
/** @typedef {import('../../domain/order.js').OrderType} OrderType */
/** @typedef {import('../../domain/order.js').Side} Side */
/** @typedef {import('../../queries/alerts.js').ListedAlert} ListedAlert */
/** @typedef {import('../../queries/order-lists.js').ListedOpenOrder} ListedOpenOrder */
/** @typedef {import('../../queries/order-lists.js').ListedTrade} ListedTrade */
/** @typedef {import('../../queries/order-lists.js').ListedFailedOrder} ListedFailedOrder */
/** @typedef {import('../../queries/positions.js').ListedPosition} ListedPosition */
/**
 * @template Row
 * @typedef {import('./table.js').Column<Row>} Column
 */
/**
 * @template Row
 * @typedef {import('./table.js').TableDefinition<Row>} TableDefinition
 */

/**
 * @template {string} Key
 * @param {string} label
 * @param {Key} key
 * @returns {Column<{ readonly [key in Key]: string | null }>}
 */
const text = (label, key) => ({
  label,
  value: (row) => row[key],
  show: (value) => (value === null ? cells.nothing() : document.createTextNode(value)),
});

/**
 * @template {string} Key
 * @param {string} label
 * @param {Key} key
 * @returns {Column<{ readonly [key in Key]: string | null }>}
 */
const number = (label, key) => ({
  label,
  className: 'number',
  value: (row) => row[key],
  show: cells.amount,
});

/**
 * @template {string} Key
 * @param {string} label
 * @param {Key} key
 * @returns {Column<{ readonly [key in Key]: string }>}
 */
const time = (label, key) => ({
  label,
  className: 'when',
  value: (row) => row[key],
  show: relativeTime,
});

/** @type {Column<{ readonly symbol: string, readonly marketType: MarketType }>} */
const symbol = {
  label: 'Market',
  className: 'head',
  value: ({ symbol, marketType }) => [symbol, marketType],
  show: ([name, marketType]) => cells.market(name, marketType),
};

/** @type {Column<{ readonly side: Side }>} */
const side = { label: 'Side', className: 'head', value: (row) => row.side, show: cells.side };

/** @type {Column<{ readonly status: string }>} */
const status = {
  label: 'Status',
  className: 'head',
  value: (row) => row.status,
  show: cells.status,
};

/** @type {Column<{ readonly strategy: string | null }>} */
const strategy = { label: 'Strategy', value: (row) => row.strategy, show: cells.strategy };

/** @type {Column<{ readonly clientOrderId: string }>} */
const orderId = { label: 'Order', value: (row) => row.clientOrderId, show: cells.orderLink };

/** @type {Column<{ readonly price: string | null, readonly orderType: OrderType }>} */
const price = {
  label: 'Price',
  className: 'number',
  value: (row) => [row.price, row.orderType],
  show: ([amount, orderType]) =>
    amount === null
      ? element('span', 'unit', orderType === 'MARKET' ? 'market' : '–')
      : cells.amount(amount),
};

/** @type {Column<{ readonly fees: Readonly<Record<string, string>> }>} */
const fees = { label: 'Fees', className: 'number', value: (row) => row.fees, show: cells.fees };

/** @type {Column<{ readonly realizedPnl: string | null }>} */
const realizedPnl = {
  label: 'Realized PnL',
  className: 'number',
  value: (row) => row.realizedPnl,
  show: cells.signedAmount,
};

/**
 * @template {{ readonly id: number }} Row
 * @param {(current: () => Row) => Node} build
 * @returns {Column<Row>}
 */
const action = (build) => ({
  label: 'Action',
  className: 'action',
  // The button stays, and so keeps the focus, while its row changes.
  value: (row) => row.id,
  show: (_id, current) => build(current),
});

/** @type {TableDefinition<ListedAlert>} */
export const alertTable = {
  title: 'Alerts',
  caption: 'What an operator should look at, of the last 24 hours, the newest first',
  empty: 'No alerts.',
  columns: [
    { label: 'Alert', className: 'head', value: (row) => row.code, show: cells.alertCode },
    { ...text('What happened', 'message'), className: 'reason' },
    text('Account', 'account'),
    {
      label: 'Market',
      value: (row) => row.symbol,
      show: (name) => (name === null ? cells.nothing('of no single market') : cells.market(name)),
    },
    {
      label: 'Order',
      value: (row) => row.clientOrderId,
      show: (id) => (id === null ? cells.nothing('about no single order') : cells.orderLink(id)),
    },
    time('Raised', 'createdAt'),
  ],
};

/**
 * @param {(order: ListedOpenOrder, button: HTMLButtonElement) => void} onCancel
 * @returns {TableDefinition<ListedOpenOrder>}
 */
export function orderTable(onCancel) {
  return {
    title: 'Open orders',
    caption: 'Orders that may still change, the newest first',
    empty: 'No open orders. An order that has ended is under Trades, or under Failed orders.',
    columns: [
      symbol,
      side,
      status,
      price,
      number('Quantity', 'quantity'),
      {
        label: 'Filled',
        className: 'number progress',
        value: ({ filledQuantity, quantity }) => [filledQuantity, quantity],
        show: ([filled, quantity]) => cells.fillProgress(filled, quantity),
      },
      strategy,
      orderId,
      time('Since', 'createdAt'),
      action((current) => {
        const { side, quantity, symbol } = current();
        return cells.button('Cancel', `Cancel ${side} ${quantity} ${symbol}`, (button) =>
          onCancel(current(), button),
        );
      }),
    ],
  };
}

/** @type {TableDefinition<ListedPosition>} */
export const positionTable = {
  title: 'Positions',
  caption: 'What each strategy holds in each market',
  empty: 'No positions. The first fill of a strategy opens one.',
  columns: [
    {
      label: 'Market',
      className: 'head',
      value: (row) => row.symbol,
      show: (name) => cells.market(name),
    },
    {
      label: 'Position',
      className: 'number head',
      value: (row) => row.quantity,
      show: cells.positionQuantity,
    },
    strategy,
    number('Entry price', 'entryPrice'),
    realizedPnl,
    fees,
    time('Changed', 'updatedAt'),
  ],
};

/** @type {TableDefinition<ListedTrade>} */
export const tradeTable = {
  title: 'Trades',
  caption: 'Orders that ended with a fill, the newest first',
  empty: 'No trades. An order that ends with a fill is a trade.',
  columns: [
    symbol,
    side,
    status,
    {
      label: 'Traded',
      className: 'number',
      value: ({ quantity, orderQuantity }) => [quantity, orderQuantity],
      show: ([quantity, asked]) =>
        quantity === asked
          ? cells.amount(quantity)
          : element('span', '', cells.amount(quantity), element('span', 'unit', ` of ${asked}`)),
    },
    number('Average price', 'averagePrice'),
    fees,
    realizedPnl,
    strategy,
    orderId,
    time('Ended', 'createdAt'),
  ],
};

/**
 * @param {(order: ListedFailedOrder, button: HTMLButtonElement) => void} onDelete
 * @returns {TableDefinition<ListedFailedOrder>}
 */
export function failedTable(onDelete) {
  return {
    title: 'Failed orders',
    caption: 'Orders that ended without a fill, the newest first',
    empty: 'No failed orders.',
    columns: [
      symbol,
      side,
      status,
      number('Quantity', 'quantity'),
      price,
      { ...text('Reason', 'reason'), className: 'reason' },
      strategy,
      orderId,
      time('Ended', 'createdAt'),
      action((current) => {
        const { side, quantity, symbol } = current();
        const what = `Delete the failed order ${side} ${quantity} ${symbol}`;
        return cells.button('Delete', what, (button) => onDelete(current(), button));
      }),
    ],
  };
}
