import { setTimeout as sleep } from 'node:timers/promises';
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { Router } from 'express';
import type { Database } from '../../drizzle/database.js';
import { cancelUpdate } from '../../workflows/messages.js';
import { findStrategy } from '../accounts/strategies.js';
import { isTerminal, type OrderStatus } from '../domain/order.js';
import { findOrder, type OrderRow } from '../queries/find-order.js';
import { takeOrder } from './acceptance.js';
import type { Authentication } from './authentication.js';
import { parseObject } from './body.js';
import type { Inbox } from './inbox.js';
import { readOrderBody, readText } from './order-body.js';
import { Problem, shorten } from './problem.js';

/** For a workflow's answer. */
const CANCEL_WAIT_MS = 20_000;
/** For a workflow that is not there yet: longer than a worker takes to come back. */
const START_WAIT_MS = 10_000;
const START_PAUSE_MS = 50;

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
    const order = readOrderBody(body);
    const strategy = await findStrategy(deps.db, name);
    if (!strategy) {
      throw new Problem(404, 'STRATEGY_NOT_FOUND', `strategy must exist, was ${shorten(name)}`, {
        name: 'strategy',
        expected: 'the name of a strategy',
        received: shorten(name),
      });
    }
    await takeOrder(deps.inbox, strategy, order, request, response);
  });

  router.post(
    '/api/orders/:clientOrderId/cancel',
    deps.authentication.operator,
    async (request, response) => {
      const clientOrderId = String(request.params['clientOrderId']);
      const order = await findOrder(deps.db, { clientOrderId });
      if (!order) throw unknownOrder(clientOrderId);
      if (isTerminal(order.status as OrderStatus)) {
        throw new Problem(409, 'ORDER_ENDED', `the order has ended as ${order.status}`);
      }
      const progress = await cancel(deps, order);
      if (!isTerminal(progress.status)) {
        throw new Problem(
          502,
          'CANCEL_UNCLEAR',
          `the exchange has not confirmed the cancel: ${progress.reason ?? 'the order is still open'}`,
        );
      }
      response.json({ clientOrderId, ...progress });
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

/** An order that was accepted a moment ago may not have its workflow yet: that is waited for. */
async function cancel(deps: { db: Database; client: Client }, order: OrderRow) {
  const startDeadline = Date.now() + START_WAIT_MS;
  for (;;) {
    try {
      return await deps.client.withDeadline(Date.now() + CANCEL_WAIT_MS, () =>
        deps.client.workflow.getHandle(order.workflowId).executeUpdate(cancelUpdate),
      );
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) throw endedMeanwhile();
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) throw notAnswered();
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const now = await findOrder(deps.db, order);
      if (!now || isTerminal(now.status as OrderStatus)) throw endedMeanwhile();
      if (Date.now() > startDeadline) throw notStarted();
      await sleep(START_PAUSE_MS);
    }
  }
}

function endedMeanwhile(): Problem {
  return new Problem(409, 'ORDER_ENDED', 'the order ended while it was being cancelled');
}

function notStarted(): Problem {
  return new Problem(
    504,
    'CANCEL_NOT_ANSWERED',
    'no worker has taken the order up yet, so nothing was cancelled; cancel again when one is back',
  );
}

function notAnswered(): Problem {
  return new Problem(
    504,
    'CANCEL_NOT_ANSWERED',
    'no worker has answered the cancel yet; it is carried out when one is back',
  );
}
