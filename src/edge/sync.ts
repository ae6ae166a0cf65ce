import type { Client } from '@temporalio/client';
import { and, eq, inArray } from 'drizzle-orm';
import { Router } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../drizzle/database.js';
import { openOrders } from '../../drizzle/schema.js';
import { listAccounts } from '../accounts/accounts.js';
import { syncAccountNow } from '../temporal/sync-account.js';
import type { Authentication } from './authentication.js';
import { NumberText, parseObject, showReceived } from './body.js';
import { Problem, shorten } from './problem.js';

/** Orders that were found ended are settled within a call to the exchange; so long they are waited for. */
const SETTLE_WAIT_MS = 5_000;
const SETTLE_PAUSE_MS = 50;

/** `POST /admin/system/order-tracking/sync-orders`: compares an account's open orders now. */
export function syncRouter(deps: {
  db: Database;
  client: Client;
  authentication: Authentication;
}): Router {
  const router = Router();
  router.post(
    '/admin/system/order-tracking/sync-orders',
    deps.authentication.operator,
    async (request, response) => {
      const body = parseObject(request.body);
      const unknown = Object.keys(body).find((name) => name !== 'account_id');
      if (unknown !== undefined) throw unknownField(unknown);
      const accountId = await readAccountId(deps.db, body['account_id']);
      const outcome = await syncAccountNow(deps.client, accountId);
      switch (outcome.kind) {
        case 'failed':
          throw new Problem(502, 'SYNC_FAILED', `nothing was compared: ${outcome.problem}`);
        case 'not_answered':
          throw new Problem(504, 'SYNC_NOT_ANSWERED', 'no worker has answered; try again', {
            name: 'account_id',
            expected: 'an account whose workflow runs on a live worker',
            received: String(accountId),
          });
        case 'compared': {
          const { inserted, updated, resolved } = outcome.report;
          await settled(deps.db, accountId, resolved);
          response.json({ account_id: accountId, inserted, updated, resolved });
        }
      }
    },
  );
  return router;
}

function unknownField(name: string): Problem {
  return new Problem(422, 'UNKNOWN_FIELD', `only account_id is known here, came ${shorten(name)}`, {
    name: shorten(name),
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
    { name: 'account_id', expected: `one of ${ids.join(', ') || 'no account yet'}`, received },
  );
}

/** Whoever asks for a comparison looks at the tables next: orders that have ended should be gone from them. */
async function settled(db: Database, accountId: number, ids: readonly string[]): Promise<void> {
  const deadline = Date.now() + SETTLE_WAIT_MS;
  while (ids.length > 0 && Date.now() < deadline) {
    const [open] = await db
      .select({ id: openOrders.id })
      .from(openOrders)
      .where(and(eq(openOrders.accountId, accountId), inArray(openOrders.clientOrderId, [...ids])))
      .limit(1);
    if (!open) return;
    await sleep(SETTLE_PAUSE_MS);
  }
}
