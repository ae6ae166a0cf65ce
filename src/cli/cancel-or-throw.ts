import type { Database } from '../../drizzle/database.js';
import type { Config } from '../config.js';
import type { OrderProgress } from '../domain/progress.js';
import type { FoundOrder } from '../queries/order-summary.js';
import { requestAbandon, requestCancel, type CancelOutcome } from '../temporal/cancel-order.js';
import { connectClient } from '../temporal/client.js';

/**
 * Cancels an order and waits for the exchange's answer.
 *
 * @throws Error with the next step when the order has ended, or nothing answers
 */
export function cancelOrThrow(
  db: Database,
  config: Config,
  order: FoundOrder,
): Promise<OrderProgress> {
  return endOrThrow(db, config, order, requestCancel);
}

/**
 * Ends an order here, without the exchange.
 *
 * @throws Error with the next step when the order has ended, or nothing answers
 */
export function abandonOrThrow(
  db: Database,
  config: Config,
  order: FoundOrder,
): Promise<OrderProgress> {
  return endOrThrow(db, config, order, requestAbandon);
}

async function endOrThrow(
  db: Database,
  config: Config,
  order: FoundOrder,
  request: typeof requestCancel,
): Promise<OrderProgress> {
  const temporal = connectClient(config);
  try {
    await temporal.refuseForeign();
    const outcome = await request({ db, client: temporal.client }, order);
    if (outcome.kind === 'ended') return outcome.progress;
    throw new Error(inWords(outcome));
  } finally {
    await temporal.close();
  }
}

function inWords(outcome: Exclude<CancelOutcome, { kind: 'ended' }>): string {
  switch (outcome.kind) {
    case 'unconfirmed': {
      const { reason, status } = outcome.progress;
      return (
        `the exchange has not confirmed the cancel (${reason ?? status}); look at its own page, ` +
        'and if it does not show the order, end it with `order abandon`'
      );
    }
    case 'ended_before':
      return `the order has ended as ${outcome.status}; there is nothing to cancel`;
    case 'ended_meanwhile':
      return 'the order ended while it was being cancelled (`order show` tells how)';
    case 'not_started':
      return 'no workflow tracks the order right now; try again in half a minute';
    case 'not_answered':
      return (
        'no worker has answered yet; ' +
        'the cancel is carried out when one is back (`order show` tells)'
      );
  }
}
