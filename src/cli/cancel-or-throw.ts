import type { Database } from '../../drizzle/database.js';
import type { Config } from '../config.js';
import type { OrderProgress } from '../domain/progress.js';
import type { FoundOrder } from '../queries/order-summary.js';
import { requestAbandon, requestCancel, type CancelOutcome } from '../temporal/cancel-order.js';
import { connectClient } from '../temporal/client.js';

/** What is asked of an order's workflow, and how to speak of it. */
interface Ending {
  readonly request: typeof requestCancel;
  readonly verb: string;
  /** What has happened when no worker has answered yet. */
  readonly later: string;
}

const CANCEL: Ending = {
  request: requestCancel,
  verb: 'cancel',
  later: 'the cancel is carried out',
};
const ABANDON: Ending = {
  request: requestAbandon,
  verb: 'end',
  later: 'the order is ended here',
};

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
  return endOrThrow(db, config, order, CANCEL);
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
  return endOrThrow(db, config, order, ABANDON);
}

async function endOrThrow(
  db: Database,
  config: Config,
  order: FoundOrder,
  ending: Ending,
): Promise<OrderProgress> {
  const temporal = connectClient(config);
  try {
    await temporal.refuseForeign();
    const outcome = await ending.request({ db, client: temporal.client }, order);
    if (outcome.kind === 'ended') return outcome.progress;
    throw new Error(inWords(outcome, ending, config));
  } finally {
    await temporal.close();
  }
}

function inWords(
  outcome: Exclude<CancelOutcome, { kind: 'ended' }>,
  { verb, later }: Ending,
  { temporalAddress }: Config,
): string {
  switch (outcome.kind) {
    case 'unconfirmed': {
      const { reason, status } = outcome.progress;
      return (
        `the exchange has not confirmed the cancel (${reason ?? status}); look at its own page, ` +
        'and if it does not show the order, end it with `order abandon`'
      );
    }
    case 'ended_before':
      return `the order has ended as ${outcome.status}; there is nothing to ${verb}`;
    case 'ended_meanwhile':
      return 'the order ended meanwhile, in another way (`order show` tells how)';
    case 'not_reached':
      return (
        `Temporal at ${temporalAddress ?? 'its address'} does not answer, so nothing was changed; ` +
        'start it, or try again when it is back'
      );
    case 'not_started':
      return 'no workflow tracks the order right now; try again in half a minute';
    case 'not_answered':
      return `no worker has answered yet; ${later} when one is back (\`order show\` tells)`;
  }
}
