import { sql } from 'drizzle-orm';
import { Router } from 'express';
import type { Database } from '../../drizzle/database.js';
import type { TemporalClient } from '../temporal/client.js';

const CHECK_TIMEOUT_MS = 2_000;

/** `/livez`: the process answers. `/readyz`: it can accept orders, that is, store them. */
export function healthRouter(deps: { db: Database; temporal: TemporalClient }): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const [database, temporal] = await Promise.all([
      check(() => deps.db.execute(sql`select 1 from order_events limit 1`)),
      check(() =>
        deps.temporal.connection.withDeadline(Date.now() + CHECK_TIMEOUT_MS, () =>
          deps.temporal.connection.workflowService.getSystemInfo({}),
        ),
      ),
    ]);
    // Without Temporal the inbox still accepts: ready, and saying so.
    response
      .status(database === 'ok' ? 200 : 503)
      .json({ status: database === 'ok' ? 'ready' : 'not ready', checks: { database, temporal } });
  });
  return router;
}

async function check(probe: () => Promise<unknown>): Promise<'ok' | 'unavailable'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([probe(), timeout]);
    return 'ok';
  } catch {
    return 'unavailable';
  } finally {
    clearTimeout(timer);
  }
}
