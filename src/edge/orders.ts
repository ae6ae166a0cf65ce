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
import { orderWorkflowId } from '../domain/ids.js';
import { isTerminal, type OrderStatus } from '../domain/order.js';
import { findOrder } from '../queries/find-order.js';
import { takeOrder } from './acceptance.js';
import type { Authentication } from './authentication.js';
import { parseObject } from './body.js';
import type { Inbox } from './inbox.js';
import { readOrderBody, readText } from './order-body.js';
import { Problem, shorten } from './problem.js';

const CANCEL_WAIT_MS = 20_000;

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
      const progress = await cancel(deps.client, order.accountId, clientOrderId);
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

async function cancel(client: Client, accountId: number, clientOrderId: string) {
  try {
    return await client.withDeadline(Date.now() + CANCEL_WAIT_MS, () =>
      client.workflow
        .getHandle(orderWorkflowId(accountId, clientOrderId))
        .executeUpdate(cancelUpdate),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) {
      throw new Problem(409, 'ORDER_ENDED', 'the order ended while it was being cancelled');
    }
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new Problem(
        504,
        'CANCEL_NOT_ANSWERED',
        'no worker has answered the cancel yet; it is carried out when one is back',
      );
    }
    throw error;
  }
}
