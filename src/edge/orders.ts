import { Router } from 'express';
import { MAX_NAME_LENGTH } from '../accounts/names.js';
import { findStrategy } from '../accounts/strategies.js';
import { findOrder } from '../queries/find-order.js';
import { requestCancel, type CancelOutcome } from '../temporal/cancel-order.js';
import { takeOrder } from './acceptance.js';
import { parseObject } from './body.js';
import type { EdgeDependencies } from './dependencies.js';
import { listedMarkets } from './listed-markets.js';
import { readOrderBody, readText } from './order-body.js';
import { Problem, shorten } from './problem.js';

/** Manual orders and cancels, for operators. */
export function ordersRouter({
  db,
  temporal,
  inbox,
  authentication,
}: Pick<EdgeDependencies, 'db' | 'temporal' | 'inbox' | 'authentication'>): Router {
  const router = Router();
  router.post('/api/orders', authentication.operator, async (request, response) => {
    const body = parseObject(request);
    const name = readText(body, 'strategy', MAX_NAME_LENGTH);
    const strategy = await findStrategy(db, name);
    if (!strategy) {
      throw new Problem(404, 'STRATEGY_NOT_FOUND', `strategy must exist, was ${shorten(name)}`, {
        field: 'strategy',
        expected: 'the name of a strategy',
        received: shorten(name),
      });
    }
    const listed = await listedMarkets(strategy.account, body['symbol']);
    const order = readOrderBody(body, strategy.account, listed);
    await takeOrder(inbox, strategy, order, request, response);
  });

  router.post(
    '/api/orders/:clientOrderId/cancel',
    authentication.operator,
    async (request, response) => {
      const clientOrderId = String(request.params['clientOrderId']);
      const order = await findOrder(db, { clientOrderId });
      if (!order) throw unknownOrder(clientOrderId);
      const outcome = await requestCancel({ db, client: temporal.client }, order);
      if (outcome.kind !== 'ended') throw notCancelled(outcome);
      response.json({ clientOrderId, ...outcome.progress });
    },
  );
  return router;
}

/** Returns the answer for an order that does not exist. */
export function unknownOrder(clientOrderId: string): Problem {
  return new Problem(
    404,
    'ORDER_NOT_FOUND',
    `no order has the client order id ${shorten(clientOrderId)}`,
  );
}

function notCancelled(outcome: Exclude<CancelOutcome, { kind: 'ended' }>): Problem {
  switch (outcome.kind) {
    case 'unconfirmed': {
      const why = outcome.progress.reason ?? 'the order is still open';
      return new Problem(
        502,
        'CANCEL_UNCLEAR',
        `the exchange has not confirmed the cancel: ${why}. If its own page does not show the ` +
          'order, end it with `filltrail order abandon`',
      );
    }
    case 'ended_before':
      return new Problem(409, 'ORDER_ENDED', `the order has ended as ${outcome.status}`);
    case 'ended_meanwhile':
      return new Problem(409, 'ORDER_ENDED', 'the order ended while it was being cancelled');
    case 'not_reached':
      return new Problem(
        504,
        'CANCEL_NOT_ANSWERED',
        'Temporal does not answer, so nothing was cancelled; cancel again when it is back',
      );
    case 'not_started':
      return new Problem(
        504,
        'CANCEL_NOT_ANSWERED',
        'no worker has taken the order up yet, so nothing was cancelled; ' +
          'cancel again when one is back',
      );
    case 'not_answered':
      return new Problem(
        504,
        'CANCEL_NOT_ANSWERED',
        'no worker has answered the cancel yet; it is carried out when one is back',
      );
  }
}
