// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTable, type TableDefinition } from '../../../../src/edge/page/table.js';
import {
  alertTable,
  failedTable,
  orderTable,
  positionTable,
  tradeTable,
} from '../../../../src/edge/page/tables.js';
import { adopted, alert, failedOrder, openOrder, position, trade } from './kit/rows.js';

const onClick = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T12:05:00Z') });
  onClick.mockReset();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Returns the cells of a table that shows one row, by the label of their column. */
function cellsOf<Row extends { readonly id: number }>(
  definition: TableDefinition<Row>,
  row: Row,
): (label: string) => HTMLElement {
  const cells = shownCells(definition, row);
  return (label) => {
    const cell = cells.find((candidate) => candidate.dataset['label'] === label);
    if (!cell) throw new Error(`expected a column ${label}`);
    return cell;
  };
}

/** Returns what a table's cells say of one row, by the label of their column. */
function textsOf<Row extends { readonly id: number }>(
  definition: TableDefinition<Row>,
  row: Row,
): Record<string, string> {
  const cells = shownCells(definition, row);
  return Object.fromEntries(cells.map((cell) => [cell.dataset['label'], cell.textContent]));
}

function shownCells<Row extends { readonly id: number }>(
  definition: TableDefinition<Row>,
  row: Row,
): HTMLElement[] {
  const section = document.createElement('section');
  createTable(section, definition).render({ rows: [row], hasMore: false });
  return [...section.querySelectorAll<HTMLElement>('td')];
}

const titleOf = (cell: HTMLElement) => cell.querySelector<HTMLElement>('[title]')?.title;
const linkOf = (cell: HTMLElement) => cell.querySelector('a')?.getAttribute('href');
const classOf = (cell: HTMLElement) => cell.firstElementChild?.className;

describe('the table of open orders', () => {
  const table = orderTable(onClick);

  it('shows what was ordered, and how much of it is filled', () => {
    expect(
      textsOf(table, openOrder({ status: 'PARTIALLY_FILLED', filledQuantity: '0.5' })),
    ).toEqual({
      Market: 'BTC/USDT spot',
      Side: 'BUY',
      Status: 'PARTIALLY FILLED',
      Price: '50000',
      Quantity: '2',
      Filled: '25 %0.5',
      Strategy: 'demo',
      Order: 'ft-1',
      Since: '5 min ago',
      Action: 'Cancel',
    });
  });

  it('says “market” in place of the price that a market order does not have', () => {
    const row = openOrder({ orderType: 'MARKET', price: null });
    expect(textsOf(table, row)).toMatchObject({ Price: 'market' });
  });

  it('has a dash for the price of any other order without one', () => {
    expect(textsOf(table, openOrder({ price: null }))).toMatchObject({ Price: '–' });
  });

  it('names the market type, since a symbol may be traded in both', () => {
    const row = openOrder({ marketType: 'FUTURES' });
    expect(textsOf(table, row)).toMatchObject({ Market: 'BTC/USDT futures' });
  });

  it('says of an adopted order that it has no strategy, and why', () => {
    const cell = cellsOf(table, openOrder(adopted))('Strategy');
    expect(cell.textContent).toBe('adopted');
    expect(titleOf(cell)).toBe('placed outside Filltrail, and tracked since it was found');
  });

  it.each([
    ['PENDING', 'Being sent to the exchange.'],
    ['NEW', 'On the exchange, nothing filled yet.'],
    ['PARTIALLY_FILLED', undefined],
  ] as const)('explains the status %s: %s', (status, hint) => {
    expect(titleOf(cellsOf(table, openOrder({ status }))('Status'))).toBe(hint);
  });

  it('explains that an order of unknown status is asked about until it is known', () => {
    const hint = titleOf(cellsOf(table, openOrder({ status: 'UNKNOWN' }))('Status'));
    expect(hint).toContain('It is asked again until it has.');
  });

  it('links an order to everything known about it', () => {
    expect(linkOf(cellsOf(table, openOrder())('Order'))).toBe('/api/orders/ft-1');
  });

  it('hands over the row and the button when its cancel is asked for', () => {
    const row = openOrder({ side: 'SELL' });
    const button = cellsOf(table, row)('Action').querySelector('button');
    expect(button?.getAttribute('aria-label')).toBe('Cancel SELL 2 BTC/USDT');
    button?.click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith(row, button);
  });

  it('hands over the row as it is when the button is pressed, not as it was first shown', () => {
    const section = document.createElement('section');
    const shown = createTable(section, table);
    const row = openOrder();
    shown.render({ rows: [row], hasMore: false });
    const button = section.querySelector('td button');
    const filled = { ...row, filledQuantity: '0.5' };
    shown.render({ rows: [filled], hasMore: false });
    section.querySelector<HTMLButtonElement>('td button')?.click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith(filled, button);
  });
});

describe('the table of positions', () => {
  it('shows what a strategy holds, what it earned and what it paid', () => {
    const row = position({ realizedPnl: '12.5', fees: { USDT: '1.5', BNB: '0.01' } });
    expect(textsOf(positionTable, row)).toEqual({
      Market: 'BTC/USDT',
      Position: 'LONG 2',
      Strategy: 'demo',
      'Entry price': '50000.5',
      'Realized PnL': '12.5',
      Fees: '1.5 USDT0.01 BNB',
      Changed: '5 min ago',
    });
    expect(classOf(cellsOf(positionTable, row)('Realized PnL'))).toBe('amount gain');
  });

  it('shows a short one by its name and its sign, and a loss as one', () => {
    const row = position({ quantity: '-2', realizedPnl: '-3' });
    expect(textsOf(positionTable, row)).toMatchObject({ Position: 'SHORT -2' });
    expect(classOf(cellsOf(positionTable, row)('Realized PnL'))).toBe('amount loss');
  });

  it('has a dash for the entry price of a flat one, and for fees that were none', () => {
    const row = position({ quantity: '0', entryPrice: null, fees: { USDT: '0' } });
    expect(textsOf(positionTable, row)).toMatchObject({
      Position: 'FLAT 0',
      'Entry price': '–',
      Fees: '–',
    });
    expect(titleOf(cellsOf(positionTable, row)('Entry price'))).toBe('none');
    expect(titleOf(cellsOf(positionTable, row)('Fees'))).toBe('no fees');
  });

  it('says when it changed, not when it was opened', () => {
    const row = position({ createdAt: '2026-02-01T12:00:00Z' });
    expect(textsOf(positionTable, row)).toMatchObject({ Changed: '5 min ago' });
  });
});

describe('the table of trades', () => {
  it('shows what was traded at which average', () => {
    const row = trade({ fees: { BNB: '0.01' }, realizedPnl: '-3' });
    expect(textsOf(tradeTable, row)).toEqual({
      Market: 'BTC/USDT spot',
      Side: 'BUY',
      Status: 'FILLED',
      Traded: '2',
      'Average price': '50000.5',
      Fees: '0.01 BNB',
      'Realized PnL': '-3',
      Strategy: 'demo',
      Order: 'ft-1',
      Ended: '5 min ago',
    });
    expect(classOf(cellsOf(tradeTable, row)('Realized PnL'))).toBe('amount loss');
    expect(linkOf(cellsOf(tradeTable, row)('Order'))).toBe('/api/orders/ft-1');
  });

  it('says how much was asked for when only a part was traded', () => {
    const row = trade({ status: 'CANCELLED', quantity: '0.5' });
    expect(textsOf(tradeTable, row)).toMatchObject({ Status: 'CANCELLED', Traded: '0.5 of 2' });
  });

  it('has a dash for a profit that the exchange does not report', () => {
    const cell = cellsOf(tradeTable, trade())('Realized PnL');
    expect(cell.textContent).toBe('–');
    expect(titleOf(cell)).toBe('the exchange tells none');
  });

  it('says of a trade of an adopted order that it has no strategy', () => {
    expect(textsOf(tradeTable, trade(adopted))).toMatchObject({ Strategy: 'adopted' });
  });
});

describe('the table of failed orders', () => {
  const table = failedTable(onClick);

  it('shows what was ordered, and why nothing came of it', () => {
    expect(textsOf(table, failedOrder())).toEqual({
      Market: 'BTC/USDT spot',
      Side: 'BUY',
      Status: 'REJECTED',
      Quantity: '2',
      Price: '50000',
      Reason: 'Account has insufficient balance.',
      Strategy: 'demo',
      Order: 'ft-1',
      Ended: '5 min ago',
      Action: 'Delete',
    });
  });

  it('says “market” for the price of a market order, and “adopted” for the strategy of none', () => {
    const row = failedOrder({ orderType: 'MARKET', price: null, ...adopted });
    expect(textsOf(table, row)).toMatchObject({ Price: 'market', Strategy: 'adopted' });
  });

  it('takes the exchange’s words as text, never as markup', () => {
    const cell = cellsOf(table, failedOrder({ reason: '<b>no</b>' }))('Reason');
    expect(cell.textContent).toBe('<b>no</b>');
    expect(cell.children).toHaveLength(0);
  });

  it('hands over the row and the button when its deletion is asked for', () => {
    const row = failedOrder();
    const button = cellsOf(table, row)('Action').querySelector('button');
    expect(button?.getAttribute('aria-label')).toBe('Delete the failed order BUY 2 BTC/USDT');
    button?.click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith(row, button);
  });
});

describe('the table of alerts', () => {
  it('shows what happened to which order', () => {
    expect(textsOf(alertTable, alert())).toEqual({
      Alert: 'FILL CONFLICT',
      'What happened': 'two sources report different fills',
      Account: 'paper',
      Market: 'BTC/USDT',
      Order: 'ft-1',
      Raised: '5 min ago',
    });
    expect(linkOf(cellsOf(alertTable, alert())('Order'))).toBe('/api/orders/ft-1');
  });

  it('has dashes that say why when it is about no single order', () => {
    const cell = cellsOf(alertTable, alert({ clientOrderId: null, symbol: null }));
    expect(cell('Order').textContent).toBe('–');
    expect(titleOf(cell('Order'))).toBe('about no single order');
    expect(cell('Market').textContent).toBe('–');
    expect(titleOf(cell('Market'))).toBe('of no single market');
  });

  it('has a dash for an account that does not exist any more', () => {
    expect(textsOf(alertTable, alert({ account: null }))).toMatchObject({ Account: '–' });
  });
});
