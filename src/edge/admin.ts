import { sql } from 'drizzle-orm';
import { Router } from 'express';
import type { Database } from '../../drizzle/database.js';
import { listAlerts } from '../queries/alerts.js';
import { listStreams, listStreamWorkers } from '../queries/streams.js';
import type { Authentication } from './authentication.js';
import type { SseHub } from './sse.js';
import { websocketStats } from './websocket-stats.js';

const SHOWN_ALERTS = 50;

/** `GET /admin/api/metrics`: how the product fares, for operators. */
export function adminRouter(deps: {
  db: Database;
  authentication: Authentication;
  hub: SseHub;
}): Router {
  const router = Router();
  router.get('/admin/api/metrics', deps.authentication.operator, async (_request, response) => {
    const [counts] = await deps.db.execute(sql`
      select (select count(*)::int from open_orders) as open_orders,
             (select count(*)::int from open_orders where status = 'UNKNOWN') as unknown_orders,
             (select count(*)::int from trades) as trades,
             (select count(*)::int from trade_executions) as executions,
             (select count(*)::int from failed_orders) as failed_orders,
             (select count(*)::int from webhook_deliveries where started_at is null)
               as deliveries_not_started
    `);
    const [streams, workers] = await Promise.all([
      listStreams(deps.db),
      listStreamWorkers(deps.db),
    ]);
    const alerts = await listAlerts(deps.db, { limit: SHOWN_ALERTS });
    response.json({
      counts,
      sse_clients: deps.hub.clientCount,
      websocket_stats: streams
        .filter(({ isRemoved }) => !isRemoved)
        .map((stream) => websocketStats(stream, Date.now())),
      stream_workers: workers.map(({ worker, held, seenAt }) => ({
        ...{ worker, held, seen_at: seenAt },
      })),
      alerts: alerts.map((alert) => ({
        id: alert.id,
        code: alert.code,
        account_id: alert.accountId,
        client_order_id: alert.clientOrderId,
        message: alert.message,
        created_at: alert.createdAt,
        sent_at: alert.sentAt,
      })),
    });
  });
  return router;
}
