import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import type { Database } from '../../drizzle/database.js';
import { listAccounts } from '../accounts/accounts.js';
import { isAnyOpen } from '../queries/open-orders.js';
import { syncAccountNow } from '../temporal/sync-account.js';
import { NumberText, parseObject, showReceived } from './body.js';
import type { EdgeDependencies } from './dependencies.js';
import { Problem, shorten } from './problem.js';

/** Settling an order that was found ended takes one call to the exchange; this is ample time. */
const SETTLE_WAIT_MS = 5_000;
const SETTLE_PAUSE_MS = 50;

/** `POST /admin/system/order-tracking/sync-orders`: compares an account's open orders now. */
export function syncRouter({
  db,
  temporal,
  authentication,
}: Pick<EdgeDependencies, 'db' | 'temporal' | 'authentication'>): Router {
  const router = Router();
  router.post(
    '/admin/system/order-tracking/sync-orders',
    authentication.operator,
    async (request, response) => {
      const body = parseObject(request);
      const unknown = Object.keys(body).find((name) => name !== 'account_id');
      if (unknown !== undefined) throw unknownField(unknown);
      const accountId = await readAccountId(db, body['account_id']);
      const outcome = await syncAccountNow(temporal.client, accountId);
      switch (outcome.kind) {
        case 'failed':
          throw new Problem(502, 'SYNC_FAILED', `nothing was compared: ${outcome.problem}`);
        case 'not_answered':
          throw new Problem(504, 'SYNC_NOT_ANSWERED', 'no worker has answered; try again', {
            field: 'account_id',
            expected: 'an account whose workflow runs on a live worker',
            received: String(accountId),
          });
        case 'compared': {
          const { inserted, updated, resolved } = outcome.report;
          await settled(db, accountId, resolved);
          response.json({ account_id: accountId, inserted, updated, resolved });
        }
      }
    },
  );
  return router;
}

function unknownField(name: string): Problem {
  return new Problem(422, 'UNKNOWN_FIELD', `only account_id is known here, came ${shorten(name)}`, {
    field: shorten(name),
    expected: 'account_id and nothing else',
    received: shorten(name),
  });
}

async function readAccountId(db: Database, value: unknown): Promise<number> {
  const ids = (await listAccounts(db)).map((account) => account.id);
  const text = value instanceof NumberText ? value.text : typeof value === 'string' ? value : '';
  const id = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  if (id !== undefined && ids.includes(id)) return id;
  const received = showReceived(value);
  throw new Problem(
    id === undefined ? 422 : 404,
    'ACCOUNT_NOT_FOUND',
    `account_id must be the number of an account, was ${received}`,
    { field: 'account_id', expected: `one of ${ids.join(', ') || 'no account yet'}`, received },
  );
}

/**
 * Waits until orders that were found ended are gone from the open orders, because the caller of a
 * comparison looks at the tables next.
 */
async function settled(
  db: Database,
  accountId: number,
  clientOrderIds: readonly string[],
): Promise<void> {
  const deadline = Date.now() + SETTLE_WAIT_MS;
  while (Date.now() < deadline && (await isAnyOpen(db, accountId, clientOrderIds))) {
    await sleep(SETTLE_PAUSE_MS);
  }
}
