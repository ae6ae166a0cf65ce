import { Router, type Request, type Response } from 'express';
import type { Database } from '../../drizzle/database.js';
import { deleteFailedOrder } from '../books/failed-orders.js';
import { listAlerts } from '../queries/alerts.js';
import { DEFAULT_LIMIT, readListFilter, type ListFilter } from '../queries/filter.js';
import { findOrder } from '../queries/find-order.js';
import {
  listExecutions,
  listFailedOrders,
  listOpenOrders,
  listTrades,
} from '../queries/order-lists.js';
import { readTimeline } from '../queries/order-timeline.js';
import { listPositions } from '../queries/positions.js';
import type { EdgeDependencies } from './dependencies.js';
import { unknownOrder } from './orders.js';
import { Problem, shorten } from './problem.js';

type List = (db: Database, filter: ListFilter) => Promise<readonly { readonly id: number }[]>;

const lists: Readonly<Record<string, List>> = {
  '/api/orders': listOpenOrders,
  '/api/trades': listTrades,
  '/api/executions': listExecutions,
  '/api/positions': listPositions,
  '/api/failed-orders': listFailedOrders,
  '/api/alerts': listAlerts,
};

/**
 * The read endpoints. They ask Postgres only (E2), so they answer even while no worker runs (E3).
 */
export function readRouter({
  db,
  authentication,
}: Pick<EdgeDependencies, 'db' | 'authentication'>): Router {
  const router = Router();
  for (const [path, list] of Object.entries(lists)) {
    router.get(path, authentication.viewer, async (request, response) => {
      const filter = readFilter(request);
      sendPage(request, response, filter, await list(db, filter));
    });
  }

  router.get('/api/orders/:clientOrderId', authentication.viewer, async (request, response) => {
    const clientOrderId = String(request.params['clientOrderId']);
    const order = await findOrder(db, { clientOrderId });
    if (!order) throw unknownOrder(clientOrderId);
    response.json({ ...order, timeline: await readTimeline(db, order) });
  });

  router.delete('/api/failed-orders/:id', authentication.operator, async (request, response) => {
    const id = Number(request.params['id']);
    const isId = Number.isSafeInteger(id) && id > 0;
    if (!isId || !(await deleteFailedOrder(db, id))) {
      throw new Problem(
        404,
        'FAILED_ORDER_NOT_FOUND',
        `no failed order has the id ${shorten(request.params['id'])}`,
      );
    }
    response.status(204).end();
  });
  return router;
}

/** Query parameters whose internal names differ. */
const queryNames: Readonly<Record<string, string>> = {
  accountId: 'account_id',
  strategyId: 'strategy_id',
};

function readFilter(request: Request): ListFilter {
  const { account_id: accountId, strategy_id: strategyId, ...query } = request.query;
  const reading = readListFilter({ ...query, accountId, strategyId });
  if ('filter' in reading) return reading.filter;
  const { field, expected } = reading.fault;
  const name = queryNames[field] ?? field;
  const received = shorten(request.query[name]);
  throw Problem.about(400, 'QUERY_INVALID', { field: name, expected, received });
}

/** Sends a plain array; the next page is in the Link header (RFC 8288). */
function sendPage(
  request: Request,
  response: Response,
  filter: ListFilter,
  rows: readonly { readonly id: number }[],
): void {
  const last = rows.at(-1);
  if (last && rows.length === (filter.limit ?? DEFAULT_LIMIT)) {
    const next = new URL(request.originalUrl, 'http://page');
    next.searchParams.set('before', String(last.id));
    response.set('Link', `<${next.pathname}${next.search}>; rel="next"`);
  }
  response.json(rows);
}
