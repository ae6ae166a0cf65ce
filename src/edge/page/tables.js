// The page's tables: which columns, and what stands in them.
import * as cells from './cells.js';
import { relativeTime } from './time.js';

const text = (label, key) => ({
  label,
  value: (row) => row[key],
  show: (value) => (value === null ? cells.nothing() : document.createTextNode(value)),
});
const number = (label, key) => ({
  label,
  className: 'number',
  value: (row) => row[key],
  show: cells.amount,
});
const symbol = {
  label: 'Market',
  className: 'head',
  value: ({ symbol, marketType }) => [symbol, marketType],
  show: ([name, marketType]) => cells.market(name, marketType),
};
const side = { label: 'Side', className: 'head', value: (row) => row.side, show: cells.side };
const status = {
  label: 'Status',
  className: 'head',
  value: (row) => row.status,
  show: cells.status,
};
const strategy = {
  label: 'Strategy',
  value: (row) => row.strategy,
  show: cells.strategy,
};
const orderId = {
  label: 'Order',
  value: (row) => row.clientOrderId,
  show: cells.orderLink,
};
const time = (label, key) => ({
  label,
  className: 'when',
  value: (row) => row[key],
  show: relativeTime,
});
const price = {
  label: 'Price',
  className: 'number',
  value: (row) => [row.price, row.orderType],
  show: ([amount, orderType]) =>
    amount === null
      ? cells.element('span', 'unit', orderType === 'MARKET' ? 'market' : '–')
      : cells.amount(amount),
};
const action = (build) => ({
  label: 'Action',
  className: 'action',
  value: (row) => row.id,
  show: (_id, row) => build(row),
});

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
      action((row) =>
        cells.button('Cancel', `Cancel ${row.side} ${row.quantity} ${row.symbol}`, (button) =>
          onCancel(row, button),
        ),
      ),
    ],
  };
}

export const positionTable = {
  title: 'Positions',
  caption: 'What each strategy holds in each market',
  empty: 'No positions. The first fill of a strategy opens one.',
  columns: [
    { ...symbol, value: (row) => [row.symbol] },
    {
      label: 'Position',
      className: 'number head',
      value: (row) => row.quantity,
      show: cells.positionQuantity,
    },
    strategy,
    number('Entry price', 'entryPrice'),
    {
      label: 'Realized PnL',
      className: 'number',
      value: (row) => row.realizedPnl,
      show: cells.signedAmount,
    },
    { label: 'Fees', className: 'number', value: (row) => row.fees, show: cells.fees },
    time('Changed', 'updatedAt'),
  ],
};

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
          : cells.element(
              'span',
              '',
              cells.amount(quantity),
              cells.element('span', 'unit', ` of ${asked}`),
            ),
    },
    number('Average price', 'averagePrice'),
    { label: 'Fees', className: 'number', value: (row) => row.fees, show: cells.fees },
    {
      label: 'Realized PnL',
      className: 'number',
      value: (row) => row.realizedPnl,
      show: cells.signedAmount,
    },
    strategy,
    orderId,
    time('Ended', 'createdAt'),
  ],
};

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
      action((row) =>
        cells.button(
          'Delete',
          `Delete the failed order ${row.side} ${row.quantity} ${row.symbol}`,
          (button) => onDelete(row, button),
        ),
      ),
    ],
  };
}
