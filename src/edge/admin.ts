import { sql } from 'drizzle-orm';
import { Router } from 'express';
import type { Database } from '../../drizzle/database.js';
import { listAlerts } from '../queries/alerts.js';
import type { Authentication } from './authentication.js';
import type { SseHub } from './sse.js';

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
    const streams = await deps.db.execute(sql`
      select distinct on (session.account_id)
             session.account_id, account.name as account, session.session_id, session.status,
             session.last_ping, session.connected_at, session.ended_at, session.error,
             session.statistics
      from order_tracking_sessions as session
      join accounts as account on account.id = session.account_id and account.removed_at is null
      order by session.account_id, session.created_at desc
    `);
    const references = await deps.db.execute<{ account_id: number; symbol: string; count: number }>(
      sql`select account_id, symbol, count(*)::int as count from open_orders group by 1, 2`,
    );
    const alerts = await listAlerts(deps.db, { limit: SHOWN_ALERTS });
    response.json({
      counts,
      sse_clients: deps.hub.clientCount,
      websocket_stats: streams.map((stream) => ({
        ...stream,
        reference_counts: Object.fromEntries(
          references
            .filter((row) => row.account_id === stream['account_id'])
            .map((row) => [row.symbol, row.count]),
        ),
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
