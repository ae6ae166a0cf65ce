import { vi } from 'vitest';

const paths = {
  orders: '/api/orders?limit=500',
  positions: '/api/positions?limit=500',
  trades: '/api/trades?limit=200',
  failed: '/api/failed-orders?limit=200',
  alerts: '/api/alerts?limit=100',
};
export type ListName = keyof typeof paths;
export const listNames = Object.keys(paths) as ListName[];

/** What the API answers in place of rows. */
export interface FakeProblem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

/** The API as the page sees it, with rows that the test gives. A cancel ends all open orders. */
export class FakePageServer {
  rows: Record<ListName, readonly object[]> = {
    orders: [],
    positions: [],
    trades: [],
    failed: [],
    alerts: [],
  };
  problem: FakeProblem | null = null;

  /** Stands in for the browser's `fetch`. */
  readonly fetch = vi.fn((path: string, { method }: RequestInit) =>
    Promise.resolve(this.answer(path, method)),
  );

  /** Returns the lists that have been loaded since this was last asked. */
  loaded(): ListName[] {
    const called = this.fetch.mock.calls.map(([path]) => path);
    this.fetch.mockClear();
    return listNames.filter((name) => called.includes(paths[name]));
  }

  private answer(path: string, method: string | undefined): Response {
    if (this.problem) return Response.json(this.problem, { status: this.problem.status });
    if (method === 'POST') {
      this.rows.orders = [];
      return Response.json({ status: 'CANCELLED', filledQuantity: '0' });
    }
    const name = listNames.find((candidate) => paths[candidate] === path);
    return name ? Response.json(this.rows[name]) : new Response('', { status: 404 });
  }
}
