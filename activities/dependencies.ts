import type { ExchangeGateway } from '../src/accounts/gateway.js';
import type { Database } from '../drizzle/database.js';
import type { Logger } from '../src/observability/log.js';

/** What activities need of the outside world; opened by the worker, never at import time. */
export interface Dependencies {
  readonly db: Database;
  readonly gateway: ExchangeGateway;
  /** Tells outbox readers that there is news; cheap, and safe to lose. */
  readonly notifyOutbox: () => void;
  readonly log: Logger;
}
