import { Router } from 'express';
import { listAlerts } from '../queries/alerts.js';
import { countRecords } from '../queries/record-counts.js';
import { listStreamWorkers } from '../queries/stream-workers.js';
import { listStreams } from '../queries/streams.js';
import type { EdgeDependencies } from './dependencies.js';
import { websocketStats } from './websocket-stats.js';

const SHOWN_ALERTS = 50;

/** `GET /admin/api/metrics`: counts, stream states and recent alerts, for operators. */
export function adminRouter({
  db,
  authentication,
  hub,
}: Pick<EdgeDependencies, 'db' | 'authentication' | 'hub'>): Router {
  const router = Router();
  router.get('/admin/api/metrics', authentication.operator, async (_request, response) => {
    const counts = await countRecords(db);
    const [streams, workers] = await Promise.all([listStreams(db), listStreamWorkers(db)]);
    const alerts = await listAlerts(db, { limit: SHOWN_ALERTS });
    response.json({
      counts,
      sse_clients: hub.clientCount,
      websocket_stats: streams
        .filter(({ isRemoved }) => !isRemoved)
        .map((stream) => websocketStats(stream, Date.now())),
      stream_workers: workers.map(({ worker, held, seenAt }) => ({
        worker,
        held,
        seen_at: seenAt,
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
