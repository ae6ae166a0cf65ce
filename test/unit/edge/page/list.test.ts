// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createList } from '../../../../src/edge/page/list.js';

interface Row {
  readonly id: number;
}

const table = {
  title: 'Orders',
  caption: 'Orders',
  empty: 'No orders.',
  columns: [
    { label: 'Id', value: ({ id }: Row) => id, show: (id: number) => new Text(String(id)) },
  ],
};
const fetched = vi.fn<(path: string) => Promise<Response>>();

const answer = (rows: readonly Row[], headers: Record<string, string> = {}) =>
  fetched.mockResolvedValueOnce(Response.json(rows, { headers }));

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
  document.body.innerHTML = '<b id="total-orders"></b><section id="orders"></section>';
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const text = (selector: string) => document.querySelector(selector)?.textContent;

describe('a list of the page', () => {
  it('shows what its call answers, and counts it at the top', async () => {
    const list = createList<Row>('orders', { path: '/api/x', table, total: (rows) => rows.length });
    expect(list.rowCount).toBeUndefined();
    answer([{ id: 2 }, { id: 1 }], { Link: '</api/x?before=1>; rel="next"' });
    expect(await list.load()).toBeUndefined();
    expect(fetched).toHaveBeenLastCalledWith('/api/x', expect.anything());
    expect(list.rowCount).toBe(2);
    expect(text('#total-orders')).toBe('2+');
    expect(text('#orders tbody')).toBe('21');
  });

  it('hides itself when none of its rows are to be shown', async () => {
    const shows = ({ id }: Row) => id > 5;
    const list = createList<Row>('orders', { path: '/api/x', table, shows });
    answer([{ id: 1 }]);
    await list.load();
    expect(document.getElementById('orders')?.hidden).toBe(true);
    answer([{ id: 6 }, { id: 1 }]);
    await list.load();
    expect(document.getElementById('orders')?.hidden).toBe(false);
    expect(list.rowCount).toBe(1);
  });

  it('stays as it was when it cannot be loaded, and says why', async () => {
    const list = createList<Row>('orders', { path: '/api/x', table });
    answer([{ id: 1 }]);
    await list.load();
    fetched.mockRejectedValueOnce(new TypeError('fetch failed'));
    expect(await list.load()).toMatchObject({ status: 0, code: 'NO_ANSWER' });
    const body = { code: 'DATABASE_UNAVAILABLE', detail: 'the database does not answer' };
    fetched.mockResolvedValueOnce(Response.json(body, { status: 503 }));
    expect(await list.load()).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' });
    fetched.mockResolvedValueOnce(new Response('<html>', { status: 502 }));
    expect(await list.load()).toMatchObject({ status: 502, message: 'the answer was 502' });
    expect(text('#orders tbody')).toBe('1');
  });
});
