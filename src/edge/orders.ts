import type { Client } from '@temporalio/client';
import { Router } from 'express';
import type { Database } from '../../drizzle/database.js';
import { findStrategy } from '../accounts/strategies.js';
import { findOrder } from '../queries/find-order.js';
import { cancelOrder, type CancelOutcome } from '../temporal/cancel-order.js';
import { takeOrder } from './acceptance.js';
import type { Authentication } from './authentication.js';
import { parseObject } from './body.js';
import type { Inbox } from './inbox.js';
import { readOrderBody, readText } from './order-body.js';
import { Problem, shorten } from './problem.js';

/** Manual orders and cancels, for operators. */
export function ordersRouter(deps: {
  db: Database;
  client: Client;
  inbox: Inbox;
  authentication: Authentication;
}): Router {
  const router = Router();
  router.post('/api/orders', deps.authentication.operator, async (request, response) => {
    const body = parseObject(request.body);
    const name = readText(body, 'strategy', 200);
    const strategy = await findStrategy(deps.db, name);
    if (!strategy) {
      throw new Problem(404, 'STRATEGY_NOT_FOUND', `strategy must exist, was ${shorten(name)}`, {
        name: 'strategy',
        expected: 'the name of a strategy',
        received: shorten(name),
      });
    }
    const order = readOrderBody(body, strategy.account);
    await takeOrder(deps.inbox, strategy, order, request, response);
  });

  router.post(
    '/api/orders/:clientOrderId/cancel',
    deps.authentication.operator,
    async (request, response) => {
      const clientOrderId = String(request.params['clientOrderId']);
      const order = await findOrder(deps.db, { clientOrderId });
      if (!order) throw unknownOrder(clientOrderId);
      const outcome = await cancelOrder(deps, order);
      if (outcome.kind !== 'ended') throw notCancelled(outcome);
      response.json({ clientOrderId, ...outcome.progress });
    },
  );
  return router;
}

export function unknownOrder(clientOrderId: string): Problem {
  return new Problem(
    404,
    'ORDER_NOT_FOUND',
    `no order has the client order id ${shorten(clientOrderId)}`,
  );
}

function notCancelled(outcome: Exclude<CancelOutcome, { kind: 'ended' }>): Problem {
  switch (outcome.kind) {
    case 'unconfirmed':
      return new Problem(
        502,
        'CANCEL_UNCLEAR',
        `the exchange has not confirmed the cancel: ${outcome.progress.reason ?? 'the order is still open'}`,
      );
    case 'ended_before':
      return new Problem(409, 'ORDER_ENDED', `the order has ended as ${outcome.status}`);
    case 'ended_meanwhile':
      return new Problem(409, 'ORDER_ENDED', 'the order ended while it was being cancelled');
    case 'not_started':
      return new Problem(
        504,
        'CANCEL_NOT_ANSWERED',
        'no worker has taken the order up yet, so nothing was cancelled; cancel again when one is back',
      );
    case 'not_answered':
      return new Problem(
        504,
        'CANCEL_NOT_ANSWERED',
        'no worker has answered the cancel yet; it is carried out when one is back',
      );
  }
}
