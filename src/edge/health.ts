import { Router } from 'express';
import { probeTables } from '../queries/readiness.js';
import type { EdgeDependencies } from './dependencies.js';

const CHECK_TIMEOUT_MS = 2_000;

/** `/livez`: the process answers. `/readyz`: it can store, and therefore accept, orders. */
export function healthRouter({ db, temporal }: Pick<EdgeDependencies, 'db' | 'temporal'>): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const { connection } = temporal;
    const [databaseCheck, temporalCheck] = await Promise.all([
      check(() => probeTables(db)),
      check(() =>
        connection.withDeadline(Date.now() + CHECK_TIMEOUT_MS, () =>
          connection.workflowService.getSystemInfo({}),
        ),
      ),
    ]);
    // Without Temporal the inbox still accepts orders (E3): ready, and the answer says what is
    // missing.
    const isReady = databaseCheck === 'ok';
    response.status(isReady ? 200 : 503).json({
      status: isReady ? 'ready' : 'not ready',
      checks: { database: databaseCheck, temporal: temporalCheck },
    });
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
