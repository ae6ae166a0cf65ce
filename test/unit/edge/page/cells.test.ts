// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import * as cells from '../../../../src/edge/page/cells.js';

describe('a cell', () => {
  it('shows an amount to the last digit, as the server sent it', () => {
    expect(cells.amount('0.10000000000000000001').textContent).toBe('0.10000000000000000001');
  });

  it('shows a dash with a meaning for what does not exist', () => {
    const cell = cells.signedAmount(null);
    expect(cell.textContent).toBe('–');
    expect(cell.title).toBe('the exchange tells none');
  });

  it.each([
    ['12.5', 'amount gain'],
    ['-0.01', 'amount loss'],
    ['0.00', 'amount'],
  ])('colours a profit of %s as "%s"', (amount, className) => {
    expect(cells.signedAmount(amount).className).toBe(className);
  });

  it('lists fees by asset and leaves out what is nothing', () => {
    expect(cells.fees({ BNB: '0.1', USDT: '0', BTC: '-2' }).textContent).toBe('0.1 BNB-2 BTC');
    expect(cells.fees({ USDT: '0.0' }).title).toBe('no fees');
  });

  it.each([
    ['2', 'LONG 2', 'side-buy'],
    ['-2', 'SHORT -2', 'side-sell'],
    ['0', 'FLAT 0', 'side-flat'],
  ])('names how a position of %s stands: %s', (quantity, text, tone) => {
    const cell = cells.positionQuantity(quantity);
    expect(cell.textContent).toBe(text);
    expect(cell.querySelector('.side')?.className).toBe(`side ${tone}`);
  });

  it('shows how much is filled as figures and as a bar', () => {
    const cell = cells.fillProgress('0.375', '1');
    expect(cell.textContent).toBe('37 %0.375');
    expect(cell.querySelector('progress')?.getAttribute('aria-label')).toBe('37 % filled');
  });

  it('tells an adopted order from one of a strategy', () => {
    expect(cells.strategy(null).textContent).toBe('adopted');
    expect(cells.strategy('demo').textContent).toBe('demo');
  });

  it('reads the status of a failed order as that of any other', () => {
    const chip = cells.status('partially_filled');
    expect(chip.textContent).toBe('PARTIALLY FILLED');
    expect(chip.dataset['status']).toBe('PARTIALLY_FILLED');
  });

  it('shortens a long order id, and links to all of it', () => {
    const link = cells.orderLink('ft-0123456789abcdef');
    expect(link.textContent).toBe('ft-0123…cdef');
    expect(link.getAttribute('href')).toBe('/api/orders/ft-0123456789abcdef');
    expect(cells.orderLink('a/b').getAttribute('href')).toBe('/api/orders/a%2Fb');
  });

  it('takes what others wrote as text, never as markup', () => {
    const cell = cells.strategy('<img src=x onerror=alert(1)>');
    expect(cell.children).toHaveLength(0);
    expect(cell.textContent).toBe('<img src=x onerror=alert(1)>');
  });

  it('gives a button a name that says which row it acts on', () => {
    const onClick = vi.fn();
    const button = cells.button('Cancel', 'Cancel BUY 1 BTC/USDT', onClick);
    button.click();
    expect(button.getAttribute('aria-label')).toBe('Cancel BUY 1 BTC/USDT');
    expect(onClick).toHaveBeenCalledWith(button);
  });
});
